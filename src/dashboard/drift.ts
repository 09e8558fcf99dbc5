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

/** What the page shows before anything is known of drift. */
export interface DriftSurroundings {
  /** Names of all versions. */
  readonly versions: readonly string[];
  readonly windowPictures: number;
  readonly windowHours: number;
  readonly release: string;
}

export interface DriftSource extends DriftSurroundings {
  readonly report: DriftReport;
  /** Predictions of the strangest pictures, whose pictures are kept, the strangest first. */
  readonly strangest: readonly Prediction[];
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
  /** Windows can be compared, and there is none yet. */
  readonly isEmpty: boolean;
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
  const { report } = source;
  const { state, reference, windows } = report;
  const last = windows.at(-1);
  const pixels = state.kind === 'drifting' && last ? pixelsInWords(last.pixels) : undefined;
  const charts = windows.length === 0 ? [] : Object.entries(DRIFT_CHARTS);
  return {
    ...frameOf(report.modelVersion, source),
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
    isEmpty: last === undefined && reference !== null,
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

/**
 * What views/drift.ejs shows while it is worked out what a version knows; it asks for itself again
 * at once, and that request waits until there is something to show.
 */
export function comparingPage(version: string, surroundings: DriftSurroundings): DriftView {
  const reloadTo = `/drift?version=${encodeURIComponent(version)}&wait=true`;
  return {
    ...frameOf(version, surroundings, reloadTo),
    level: 'hint',
    sentences: [STRINGS.driftComparing],
    since: undefined,
    isEmpty: false,
    tiles: [],
    charts: [],
    signals: [],
    strangest: [],
  };
}

function frameOf(
  version: string,
  { versions, windowPictures, windowHours, release }: DriftSurroundings,
  reloadTo?: string,
): Pick<DriftView, 'shell' | 'heading' | 'version' | 'versions' | 'help'> {
  return {
    shell: shell({
      page: 'drift',
      release,
      styles: ['status', 'system', 'models', 'figures'],
      strings: DRIFT_STRINGS,
      reloadsWithoutScript: reloadTo !== undefined,
      reloadTo,
      data: reloadTo === undefined ? {} : { reloadTo },
    }),
    heading: text('driftOf', { version }),
    version,
    versions,
    help: text('driftHelp', { count: count(windowPictures), hours: count(windowHours) }),
  };
}

/** How each chart of the page is drawn. */
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
