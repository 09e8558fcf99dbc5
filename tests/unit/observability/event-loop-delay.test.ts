import { setTimeout as delay } from 'node:timers/promises';
import { EventLoopDelay } from '../../../src/observability/event-loop-delay';

/** Keeps the event loop from coming round. */
function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

describe('the delay of the event loop', () => {
  let nowMs = 0;
  let watch: EventLoopDelay;
  beforeEach(() => (watch = new EventLoopDelay(() => nowMs)));
  afterEach(() => watch.stop());

  it('shows that something held it up, in the window where that was', async () => {
    watch.summary();
    await delay(60);
    block(300);
    await delay(60);
    nowMs += 5000;
    const { p50, p99, max } = watch.summary();
    expect(max).toBeGreaterThan(200);
    expect(p99).toBeLessThanOrEqual(max);
    expect(p50).toBeLessThan(max);
    // The same until the window is over, however often it is asked.
    nowMs += 4999;
    expect(watch.summary()).toEqual({ p50, p99, max });
    await delay(60);
    nowMs += 1;
    expect(watch.summary().max).toBeLessThan(max);
  });

  it('is nothing before anything was seen', () => {
    expect(watch.summary()).toEqual({ p50: 0, p99: 0, max: 0 });
  });
});
