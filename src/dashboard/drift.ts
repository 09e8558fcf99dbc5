import { driftSignalsChart } from '../charts/drift-signals';
import { chartFacts, type ChartFacts } from '../charts/document';
import { estimatedAccuracyChart } from '../charts/estimated-accuracy';
import type { DriftReport, ReportedWindow } from '../monitoring/drift/drift-report';
import { SIGNALS, type Signal } from '../monitoring/drift/reference';
import { pixelsInWords, signalInWords, stateInWords } from '../monitoring/drift/words';
import type { Prediction } from '../store/prediction';
import { count, percent } from './format';
import { shell, type Shell } from './shell';
import { DRIFT_STRINGS } from './strings/drift';
import { STRINGS, text } from './strings/strings';

export interface DriftSource {
  readonly report: DriftReport;
  /** Names of all versions. */
  readonly versions: readonly string[];
  /** Predictions of the strangest pictures, whose pictures are kept, the strangest first. */
  readonly strangest: readonly Prediction[];
  readonly windowPictures: number;
  readonly windowHours: number;
  readonly release: string;
}

interface DriftTile {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

export interface DriftView {
  readonly shell: Shell;
  readonly heading: string;
  readonly version: string;
  readonly versions: readonly string[];
  readonly level: 'good' | 'bad' | 'hint';
  /** Sentences that say how things are. */
  readonly sentences: readonly string[];
  /** ISO 8601; undefined while there is no drift. */
  readonly since: string | undefined;
  readonly help: string;
  readonly tiles: readonly DriftTile[];
  readonly charts: readonly (ChartFacts & { readonly url: string })[];
  readonly signals: readonly {
    readonly name: string;
    readonly value: string;
    readonly verdict: string;
  }[];
  readonly strangest: readonly {
    readonly href: string;
    readonly url: string;
    readonly alt: string;
  }[];
}

const LEVELS = { drifting: 'bad', none: 'good', unknown: 'hint' } as const;

/** What views/drift.ejs shows. */
export function driftPage(source: DriftSource): DriftView {
  const { report, release } = source;
  const { state, reference, windows } = report;
  const last = windows.at(-1);
  const pixels = state.kind === 'drifting' && last ? pixelsInWords(last.pixels) : undefined;
  const charts = windows.length === 0 ? [] : Object.entries(DRIFT_CHARTS);
  return {
    shell: shell({
      page: 'drift',
      release,
      styles: ['status', 'system', 'models', 'figures'],
      strings: DRIFT_STRINGS,
    }),
    heading: text('driftOf', { version: report.modelVersion }),
    version: report.modelVersion,
    versions: source.versions,
    level: LEVELS[state.kind],
    sentences: [
      report.reason ?? stateInWords(state),
      ...(pixels === undefined ? [] : [pixels]),
      ...(reference === null
        ? []
        : [
            text('driftCompared', {
              count: count(reference.pictures),
              accuracy: percent(reference.accuracy),
            }),
          ]),
    ],
    since: state.kind === 'drifting' ? new Date(state.since).toISOString() : undefined,
    help: text('driftHelp', {
      count: count(source.windowPictures),
      hours: count(source.windowHours),
    }),
    tiles: last === undefined ? [] : tilesOf(last),
    charts: charts.map(([filename, draw]) => ({
      url: `/drift/${filename}?version=${encodeURIComponent(report.modelVersion)}`,
      ...chartFacts(draw(report)),
    })),
    signals: last === undefined ? [] : SIGNALS.map((signal) => signalRow(signal, last)),
    strangest: source.strangest.map(({ id, predictedClass }) => ({
      href: `/history?search=${encodeURIComponent(id)}`,
      url: `/api/predictions/${id}/thumbnail`,
      alt: text('driftStrangestAlt', { class: predictedClass }),
    })),
  };
}

/** By the name of its file: how each chart of the page is drawn. */
export const DRIFT_CHARTS = {
  'unlikeness.svg': (report: DriftReport) =>
    driftSignalsChart({
      windows: report.windows.map(nameOf),
      signals: SIGNALS.map((signal) => ({
        name: signalInWords(signal),
        values: report.windows.map(({ unlikeness }) => unlikeness[signal]),
      })),
      remark: report.modelVersion,
    }),
  'accuracy.svg': ({ windows, reference, modelVersion }: DriftReport) =>
    estimatedAccuracyChart({
      windows: windows.map((window) => ({
        name: nameOf(window),
        estimate: window.estimates.byThreshold,
        measured:
          window.feedback.predictions === 0
            ? null
            : {
                share: window.feedback.right / window.feedback.predictions,
                predictions: window.feedback.predictions,
              },
      })),
      reference: reference?.accuracy ?? 0,
      remark: modelVersion,
    }),
} as const;

function nameOf({ firstAt, pictures }: ReportedWindow): string {
  return text('driftWindow', {
    from: new Date(firstAt).toISOString().slice(0, 16).replace('T', ' '),
    count: count(pictures),
  });
}

function tilesOf({ estimates, feedback, pictures, uncertain }: ReportedWindow): DriftTile[] {
  const { byThreshold, byConfidence } = estimates;
  return [
    {
      name: STRINGS.driftEstimate,
      value: percent(byThreshold.value),
      note: text('driftEstimateRange', {
        low: percent(byThreshold.low),
        high: percent(byThreshold.high),
        other: percent(byConfidence.value),
      }),
    },
    {
      name: STRINGS.driftFeedback,
      value: feedback.predictions === 0 ? '–' : percent(feedback.right / feedback.predictions),
      note:
        feedback.predictions === 0
          ? STRINGS.driftFeedbackNone
          : text('driftFeedbackCount', { count: count(feedback.predictions) }),
    },
    {
      name: STRINGS.driftPictures,
      value: count(pictures),
      note: text('driftUncertain', { count: count(uncertain) }),
    },
  ];
}

function signalRow(signal: Signal, { unlikeness }: ReportedWindow): DriftView['signals'][number] {
  const ratio = unlikeness[signal];
  const name = signalInWords(signal);
  if (ratio === null) return { name, value: '–', verdict: STRINGS.driftUnknown };
  return {
    name,
    value: `${ratio.toFixed(2)}×`,
    verdict: ratio > 1 ? STRINGS.driftDiffers : STRINGS.driftSame,
  };
}
