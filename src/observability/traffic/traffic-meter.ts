import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

/** How a request ended, as the overview counts it. */
export type Outcome = 'answered' | 'refused' | 'rejected' | 'failed';

/** What went through this process in one slot of time. */
export interface TrafficSlot {
  /** Start, in milliseconds since the epoch. */
  readonly at: number;
  readonly requests: number;
  /** Pictures, each of a batch counted. */
  readonly predictions: number;
  /** 429 and 503: too many. */
  readonly rejected: number;
  /** Other 5xx. */
  readonly failed: number;
  /** The latency of requests for predictions, in milliseconds; null where there were none. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

/** What went through this process lately. */
export interface TrafficSummary {
  /** How far back it reaches. */
  readonly seconds: number;
  readonly requests: number;
  /** Other 4xx. */
  readonly refused: number;
  readonly rejected: number;
  readonly failed: number;
  readonly predictionsPerSecond: number;
  /** The latency of requests for predictions, in milliseconds; null where there were none. */
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number } | null;
}

/** A request that was answered with predictions. */
export interface Predicted {
  readonly pictures: number;
  /** How long the request took, which a batch of pictures is one of. */
  readonly ms: number;
}

interface Slot {
  /** Number of the slot since the epoch. */
  index: number;
  counts: Record<Outcome, number>;
  predictions: number;
  readonly latency: RecordableHistogram;
}

export const SLOT_SECONDS = 5;
const SLOT_MS = SLOT_SECONDS * 1000;
/** A quarter of an hour. */
export const SLOTS = 180;
/** From a microsecond to ten minutes, within one per cent. */
const LATENCY_US = { lowest: 1, highest: 600_000_000, figures: 2 } as const;
const US_PER_MS = 1000;

/** Counts requests in a ring of time slots: bounded memory, whatever the load. */
export class TrafficMeter {
  readonly #slots: Slot[] = [];
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** @param predicted undefined for a request that asked for no prediction, or got none */
  record(outcome: Outcome, predicted?: Predicted): void {
    const slot = this.#currentSlot();
    slot.counts[outcome]++;
    if (predicted === undefined) return;
    slot.predictions += predicted.pictures;
    slot.latency.record(
      Math.min(LATENCY_US.highest, Math.max(1, Math.round(predicted.ms * US_PER_MS))),
    );
  }

  /** The whole ring, oldest first, the slot under way last; slots without requests included. */
  series(): TrafficSlot[] {
    const last = this.#indexNow();
    return Array.from({ length: SLOTS }, (_, i) => {
      const index = last - SLOTS + 1 + i;
      return slotOf(index, this.#slots[index % SLOTS]);
    });
  }

  /** @param slots how many of the latest slots to sum up, the one under way included */
  summary(slots: number): TrafficSummary {
    const last = this.#indexNow();
    const used = this.#slots.filter(({ index }) => index > last - slots && index <= last);
    const sum = (outcome: Outcome): number =>
      used.reduce((total, { counts }) => total + counts[outcome], 0);
    const latency = createHistogram(LATENCY_US);
    for (const slot of used) latency.add(slot.latency);
    const predictions = used.reduce((total, slot) => total + slot.predictions, 0);
    const [answered, refused, rejected, failed] = [
      sum('answered'),
      sum('refused'),
      sum('rejected'),
      sum('failed'),
    ];
    return {
      seconds: slots * SLOT_SECONDS,
      requests: answered + refused + rejected + failed,
      refused,
      rejected,
      failed,
      predictionsPerSecond: predictions / (slots * SLOT_SECONDS),
      latencyMs:
        latency.count === 0
          ? null
          : {
              p50: percentileMs(latency, 50),
              p95: percentileMs(latency, 95),
              p99: percentileMs(latency, 99),
            },
    };
  }

  #currentSlot(): Slot {
    const index = this.#indexNow();
    const slot = (this.#slots[index % SLOTS] ??= {
      index,
      counts: noCounts(),
      predictions: 0,
      latency: createHistogram(LATENCY_US),
    });
    if (slot.index !== index) {
      slot.index = index;
      slot.counts = noCounts();
      slot.predictions = 0;
      slot.latency.reset();
    }
    return slot;
  }

  #indexNow(): number {
    return Math.floor(this.#now().getTime() / SLOT_MS);
  }
}

function slotOf(index: number, slot: Slot | undefined): TrafficSlot {
  const isKnown = slot?.index === index;
  const counts = isKnown ? slot.counts : noCounts();
  const hasLatency = isKnown && slot.predictions > 0;
  return {
    at: index * SLOT_MS,
    requests: counts.answered + counts.refused + counts.rejected + counts.failed,
    predictions: isKnown ? slot.predictions : 0,
    rejected: counts.rejected,
    failed: counts.failed,
    p50Ms: hasLatency ? percentileMs(slot.latency, 50) : null,
    p99Ms: hasLatency ? percentileMs(slot.latency, 99) : null,
  };
}

function percentileMs(histogram: RecordableHistogram, percentile: number): number {
  return histogram.percentile(percentile) / US_PER_MS;
}

function noCounts(): Record<Outcome, number> {
  return { answered: 0, refused: 0, rejected: 0, failed: 0 };
}
