import {
  SLOT_SECONDS,
  SLOTS,
  TrafficMeter,
  type Predicted,
} from '../../../src/observability/traffic/traffic-meter';

const START = Date.parse('2026-01-01T00:00:00Z');

/** A request for one picture. */
const one = (ms: number): Predicted => ({ pictures: 1, ms });

describe('the traffic meter', () => {
  let nowMs: number;
  let meter: TrafficMeter;

  beforeEach(() => {
    nowMs = START;
    meter = new TrafficMeter(() => new Date(nowMs));
  });

  const pass = (seconds: number): void => void (nowMs += 1000 * seconds);

  it('says nothing of a latency while nothing was predicted', () => {
    meter.record('answered');
    expect(meter.summary(12)).toEqual({
      seconds: 60,
      requests: 1,
      refused: 0,
      rejected: 0,
      failed: 0,
      predictionsPerSecond: 0,
      latencyMs: null,
    });
  });

  it('counts how requests ended, and the latency of predictions to a per cent', () => {
    for (let i = 1; i <= 1000; i++) meter.record('answered', one(i / 10));
    meter.record('refused');
    meter.record('rejected');
    meter.record('rejected');
    meter.record('failed');
    const summary = meter.summary(2);
    expect(summary).toMatchObject({ requests: 1004, refused: 1, rejected: 2, failed: 1 });
    expect(summary.predictionsPerSecond).toBe(1000 / (2 * SLOT_SECONDS));
    expect(summary.latencyMs!.p50 / 50).toBeCloseTo(1, 1);
    expect(summary.latencyMs!.p95 / 95).toBeCloseTo(1, 1);
    expect(summary.latencyMs!.p99 / 99).toBeCloseTo(1, 1);
  });

  it('counts each picture of a batch, and how long their request took once', () => {
    meter.record('answered', { pictures: 64, ms: 400 });
    meter.record('answered', one(4));
    meter.record('answered', one(4));
    const { predictionsPerSecond, latencyMs } = meter.summary(1);
    expect(predictionsPerSecond).toBe(66 / SLOT_SECONDS);
    expect(latencyMs!.p50 / 4).toBeCloseTo(1, 1);
    expect(latencyMs!.p99 / 400).toBeCloseTo(1, 1);
    expect(meter.series().at(-1)).toMatchObject({ requests: 3, predictions: 66 });
  });

  it('forgets what is older than it was asked for', () => {
    meter.record('failed', one(500));
    pass(10);
    meter.record('answered', one(5));
    expect(meter.summary(1)).toMatchObject({ requests: 1, failed: 0 });
    expect(meter.summary(3)).toMatchObject({ requests: 2, failed: 1 });
  });

  it('draws every slot, those without requests too, and reuses the oldest ones', () => {
    meter.record('answered', one(5));
    pass(SLOT_SECONDS * (SLOTS - 1));
    meter.record('answered');
    const series = meter.series();
    expect(series).toHaveLength(SLOTS);
    expect(series[0]).toMatchObject({ at: START, requests: 1, predictions: 1 });
    expect(series[0]!.p50Ms).toBeCloseTo(5, 1);
    expect(series[1]).toMatchObject({ requests: 0, p50Ms: null });
    expect(series.at(-1)).toMatchObject({ requests: 1, predictions: 0 });

    pass(SLOT_SECONDS);
    meter.record('failed');
    expect(meter.series()[0]).toMatchObject({ at: START + 1000 * SLOT_SECONDS, requests: 0 });
    expect(meter.series().at(-1)).toMatchObject({ failed: 1, requests: 1, predictions: 0 });
  });

  it('survives latencies that no clock should give', () => {
    meter.record('answered', one(0));
    meter.record('answered', one(-1));
    meter.record('answered', one(1e9));
    expect(meter.summary(1).requests).toBe(3);
  });
});
