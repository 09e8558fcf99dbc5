import { ownSummary } from '../models/own-summary';
import type { OverviewAnswer } from './overview-schema';
import type { OperationParts } from './operation-parts';

export type OverviewParts = Pick<
  OperationParts,
  'state' | 'store' | 'meter' | 'eventLoopDelay' | 'startedAt' | 'now'
>;

/** Five minutes. */
const SUMMARY_SLOTS = 60;
const NO_LOAD = { workers: 0, queuedImages: 0, runningImages: 0, batches: 0, batchedImages: 0 };

/**
 * The numbers of the overview.
 *
 * @param slots how many slots of traffic, the latest ones
 */
export async function overviewAnswer(
  { state, store, meter, eventLoopDelay, startedAt, now }: OverviewParts,
  slots: number,
): Promise<OverviewAnswer> {
  const moment = now();
  const [statistics, activity] = await Promise.all([
    store.statistics(),
    store.activity(startOfDay(moment)),
  ]);
  const summary = meter.summary(SUMMARY_SLOTS);
  const load = state.model?.classifier.load ?? NO_LOAD;
  return {
    status: state.status,
    model_version: state.model?.version.name ?? null,
    own: ownSummary(state.model?.version.card.metrics.own),
    uptime_seconds: (moment.getTime() - startedAt().getTime()) / 1000,
    predictions: {
      total: statistics.total,
      today: activity.predictions,
      uncertain_today: activity.uncertain,
      average_confidence: statistics.averageConfidence,
      per_class_today: { ...activity.perClass },
      by_confidence: [...activity.confidence],
    },
    traffic: {
      seconds: summary.seconds,
      requests: summary.requests,
      predictions_per_second: summary.predictionsPerSecond,
      latency_ms: summary.latencyMs,
      refused: summary.refused,
      rejected: summary.rejected,
      failed: summary.failed,
    },
    queue: {
      queued_images: load.queuedImages,
      running_images: load.runningImages,
      workers: load.workers,
      batches: load.batches,
      batched_images: load.batchedImages,
    },
    event_loop_delay_ms: { ...eventLoopDelay.summary() },
    slots: meter
      .series()
      .slice(-slots)
      .map(({ p50Ms, p99Ms, ...slot }) => ({ ...slot, p50_ms: p50Ms, p99_ms: p99Ms })),
  };
}

/** Midnight where the service runs, in milliseconds since the epoch. */
function startOfDay(moment: Date): number {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
}
