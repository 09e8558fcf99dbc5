import type { DriftReport, ReportedWindow } from '../../../monitoring/drift/drift-report';
import { stateInWords } from '../../../monitoring/drift/words';
import { findGoodModel } from '../models/find-model';
import type { DriftAnswer } from './drift-schema';
import type { OperationParts } from './operation-parts';

/**
 * Whether the pictures that came look like those that a version knows.
 *
 * @param name of the version; the one in service by default
 * @throws {HttpError} MODEL_NOT_FOUND, MODEL_BROKEN, MODEL_LOADING
 */
export async function driftReportOf(
  { catalogue, drift, state }: Pick<OperationParts, 'catalogue' | 'drift' | 'state'>,
  name: string | undefined,
): Promise<DriftReport> {
  if (name === undefined) return drift.report(state.requireModel().version);
  const { card, folder } = await findGoodModel(catalogue, name);
  return drift.report({ name, card, folder });
}

/** The form that the API says it in. */
export function driftAnswer(report: DriftReport): DriftAnswer {
  const { state, reference } = report;
  return {
    version: report.modelVersion,
    state: state.kind,
    since: state.kind === 'drifting' ? new Date(state.since).toISOString() : null,
    signals: state.kind === 'drifting' ? [...state.signals] : [],
    explanation: report.reason ?? stateInWords(state),
    reference: reference && { pictures: reference.pictures, accuracy: reference.accuracy },
    windows: report.windows.map((window) => windowAnswer(window, report.classNames)),
    strangest: report.strangest.map(({ predictionId, strangeness }) => ({
      prediction_id: predictionId,
      strangeness,
    })),
  };
}

function windowAnswer(
  window: ReportedWindow,
  classNames: readonly string[],
): DriftAnswer['windows'][number] {
  const { feedback, estimates } = window;
  return {
    first_at: new Date(window.firstAt).toISOString(),
    last_at: new Date(window.lastAt).toISOString(),
    is_closed: window.isClosed,
    pictures: window.pictures,
    uncertain: window.uncertain,
    unlikeness: window.unlikeness,
    population_stability_index: window.populationStabilityIndex,
    jensen_shannon_divergence: window.jensenShannonDivergence,
    predictions_per_class: Object.fromEntries(
      classNames.map((name, index) => [name, window.classes[index] ?? 0]),
    ),
    pixels: window.pixels.map((pixel) => ({ ...pixel })),
    estimated_accuracy: {
      by_threshold: estimates.byThreshold,
      by_confidence: estimates.byConfidence,
    },
    feedback: {
      predictions: feedback.predictions,
      accuracy: feedback.predictions === 0 ? null : feedback.right / feedback.predictions,
    },
  };
}
