import { UnhurriedClock } from '../../../src/observability/unhurried-clock';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

describe('the time by which old things are deleted', () => {
  let elapsedMs: number;
  let wrongMs: number;
  beforeEach(() => {
    elapsedMs = 0;
    wrongMs = 0;
  });
  const clockFrom = (from: number): UnhurriedClock =>
    new UnhurriedClock(
      from,
      () => new Date(1000 * DAY_MS + elapsedMs + wrongMs),
      () => elapsedMs,
    );

  it('is that of the clock while nobody sets it', () => {
    const clock = clockFrom(1000 * DAY_MS);
    for (let day = 0; day < 3; day += 1) {
      expect(clock.now().getTime()).toBe(1000 * DAY_MS + elapsedMs);
      elapsedMs += DAY_MS;
    }
  });

  it('hardly moves when the clock leaps ahead for a minute', () => {
    const clock = clockFrom(1000 * DAY_MS);
    elapsedMs += 100 * DAY_MS; // a service that has run for long has nothing to catch up
    clock.now();
    wrongMs = 400 * DAY_MS;
    elapsedMs += MINUTE_MS;
    expect(clock.now().getTime()).toBe(1100 * DAY_MS + 25 * MINUTE_MS);
    wrongMs = 0;
    expect(clock.now().getTime()).toBe(1100 * DAY_MS + MINUTE_MS);
  });

  it('begins at what is known to have come, and catches up', () => {
    const clock = clockFrom(960 * DAY_MS); // off for forty days, or a clock that is wrong
    expect(clock.now().getTime()).toBe(960 * DAY_MS);
    elapsedMs += HOUR_MS;
    expect(clock.now().getTime()).toBe(960 * DAY_MS + 25 * HOUR_MS);
    elapsedMs += 40 * HOUR_MS;
    expect(clock.now().getTime()).toBe(1000 * DAY_MS + elapsedMs);
  });

  it('follows a clock that is set back', () => {
    const clock = clockFrom(1000 * DAY_MS);
    wrongMs = -2 * DAY_MS;
    expect(clock.now().getTime()).toBe(998 * DAY_MS);
  });
});
