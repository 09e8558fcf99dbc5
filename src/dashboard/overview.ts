import type { Classifier } from '../inference/classification';
import type { ModelVersion } from '../registry/version';
import type { DiskSpace } from '../observability/disk-space';
import type { Job } from '../store/jobs/job';
import type { Prediction } from '../store/prediction';
import { attentionOf, type AttentionItem, type ServiceFacts } from './attention';
import { count, duration, moment, percent } from './format';
import { modelView, type ModelView } from './model-tile';
import { predictionView, type PredictionView } from './prediction-row';
import { shell, type Shell } from './shell';
import { OVERVIEW_STRINGS } from './strings/overview';
import { STRINGS, text } from './strings/strings';

/** Five seconds of traffic. */
interface Slot {
  readonly at: number;
  readonly requests: number;
  readonly predictions: number;
  readonly p50_ms: number | null;
  readonly p99_ms: number | null;
}

/** The numbers of GET /api/overview. */
export interface OverviewNumbers {
  readonly predictions: {
    readonly total: number;
    readonly today: number;
    readonly uncertain_today: number;
    readonly average_confidence: number | null;
    readonly per_class_today: Readonly<Record<string, number>>;
    readonly by_confidence: readonly number[];
  };
  readonly traffic: {
    readonly predictions_per_second: number;
    readonly latency_ms: {
      readonly p50: number;
      readonly p95: number;
      readonly p99: number;
    } | null;
    readonly refused: number;
    readonly rejected: number;
    readonly failed: number;
  };
  readonly queue: {
    readonly queued_images: number;
    readonly running_images: number;
    readonly workers: number;
  };
  readonly slots: readonly Slot[];
}

export interface OverviewSource {
  /** undefined while it loads */
  readonly model: { readonly version: ModelVersion; readonly classifier: Classifier } | undefined;
  readonly numbers: OverviewNumbers;
  readonly latest: readonly Prediction[];
  readonly disk: DiskSpace;
  /** The newest training. */
  readonly latestJob: Pick<Job, 'id' | 'state'> | undefined;
  readonly service: ServiceFacts;
  readonly startedAt: Date;
  readonly now: Date;
  readonly release: string;
}

/** What the page shows, in words. */
export interface OverviewView {
  readonly shell: Shell;
  readonly model: ModelView | undefined;
  readonly uptime: { readonly text: string; readonly since: string; readonly startedAt: string };
  readonly tiles: readonly Tile[];
  readonly attention: readonly AttentionItem[];
  readonly classes: readonly Bar[];
  /** Whether there is anything to draw of it. */
  readonly hasLatency: boolean;
  readonly confidence: readonly ConfidenceBar[];
  readonly minutes: readonly Minute[];
  readonly latest: readonly PredictionView[];
}

/** One number with its name; `id` is that of its elements, which scripts keep up to date. */
interface Tile {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

interface Bar {
  readonly name: string;
  readonly count: string;
  /** Length, 0-100. */
  readonly length: number;
}

interface ConfidenceBar {
  /** Height, 0-100. */
  readonly height: number;
  /** `45.0% to 50.0%` */
  readonly range: string;
  readonly count: string;
  readonly title: string;
}

interface Minute {
  readonly time: string;
  readonly requests: string;
  readonly predictions: string;
  readonly p50: string;
  readonly p99: string;
}

/** Rows of the table of latest predictions. */
export const LATEST_COUNT = 10;
const SLOTS_PER_MINUTE = 12;

/** Puts the overview into words. */
export function overviewPage(source: OverviewSource): OverviewView {
  const { model, numbers, startedAt, now } = source;
  const nowMs = now.getTime();
  return {
    shell: shell({
      page: 'overview',
      release: source.release,
      reloadsWithoutScript: model === undefined,
      styles: ['status', 'latest', 'overview'],
      hasCharts: true,
      strings: OVERVIEW_STRINGS,
      data: {
        slots: numbers.slots,
        latestCount: LATEST_COUNT,
        isLoading: model === undefined,
        startedAtMs: startedAt.getTime(),
        serverNowMs: nowMs,
      },
    }),
    model: model && modelView(model.version, model.classifier),
    uptime: {
      text: duration(nowMs - startedAt.getTime()),
      since: text('uptimeSince', { time: moment(startedAt) }),
      startedAt: startedAt.toISOString(),
    },
    tiles: tilesOf(numbers),
    attention: attentionOf(
      numbers,
      source.disk,
      model === undefined,
      source.latestJob,
      source.service,
    ),
    classes: barsOf(numbers.predictions.per_class_today),
    hasLatency: numbers.slots.some((slot) => slot.p50_ms !== null),
    confidence: confidenceBars(numbers.predictions.by_confidence),
    minutes: minutesOf(numbers.slots),
    latest: source.latest.map((prediction) => predictionView(prediction, nowMs)),
  };
}

function tilesOf({ predictions, traffic, queue }: OverviewNumbers): Tile[] {
  const { latency_ms: latency, rejected, refused, failed } = traffic;
  return [
    {
      id: 'predictions',
      name: STRINGS.overviewPredictions,
      value: count(predictions.total),
      note: [
        text('overviewToday', { count: count(predictions.today) }),
        text('overviewPerSecond', { rate: traffic.predictions_per_second.toFixed(1) }),
      ].join(' · '),
    },
    {
      id: 'latency',
      name: STRINGS.overviewLatency,
      value: latency === null ? STRINGS.none : milliseconds(latency.p50),
      note:
        latency === null
          ? STRINGS.overviewLatencyNone
          : text('overviewLatencyRest', {
              p95: milliseconds(latency.p95),
              p99: milliseconds(latency.p99),
            }),
    },
    {
      id: 'queue',
      name: STRINGS.overviewQueue,
      value: count(queue.queued_images),
      note: text('overviewQueueRest', { running: queue.running_images, workers: queue.workers }),
    },
    {
      id: 'trouble',
      name: STRINGS.overviewTrouble,
      value: count(rejected + refused + failed),
      note: text('overviewTroubleRest', { rejected, refused, failed }),
    },
  ];
}

function barsOf(perClass: Readonly<Record<string, number>>): Bar[] {
  const entries = Object.entries(perClass).sort(([, a], [, b]) => b - a);
  const most = Math.max(1, ...entries.map(([, n]) => n));
  return entries.map(([name, n]) => ({ name, count: count(n), length: (100 * n) / most }));
}

function confidenceBars(bins: readonly number[]): ConfidenceBar[] {
  const most = Math.max(1, ...bins);
  const edge = (bin: number): string => percent(bin / bins.length);
  return bins.map((n, bin) => {
    const range = text('overviewConfidenceRange', { from: edge(bin), to: edge(bin + 1) });
    return {
      height: (100 * n) / most,
      range,
      count: count(n),
      title: text('overviewConfidenceBar', { range, count: count(n) }),
    };
  });
}

/** The traffic minute by minute, newest first, for those who cannot see the charts. */
function minutesOf(slots: readonly Slot[]): Minute[] {
  const minutes: Minute[] = [];
  for (let start = 0; start < slots.length; start += SLOTS_PER_MINUTE) {
    const group = slots.slice(start, start + SLOTS_PER_MINUTE);
    const sum = (value: (slot: Slot) => number): number =>
      group.reduce((total, slot) => total + value(slot), 0);
    const worst = (value: (slot: Slot) => number | null): string => {
      const known = group.map(value).filter((ms) => ms !== null);
      return known.length === 0 ? STRINGS.none : milliseconds(Math.max(...known));
    };
    minutes.unshift({
      time: `${new Date(group[0]!.at).toISOString().slice(11, 16)} UTC`,
      requests: count(sum((slot) => slot.requests)),
      predictions: count(sum((slot) => slot.predictions)),
      p50: worst((slot) => slot.p50_ms),
      p99: worst((slot) => slot.p99_ms),
    });
  }
  return minutes;
}

/** `3.4 ms`, `120 ms` */
function milliseconds(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}
