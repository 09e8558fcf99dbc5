import { startMoment } from '../../../src/observability/start-moment';

it('the start of the service stays as far back as it is, whatever the clock is set to', () => {
  let elapsedMs = 0;
  let clockMs = 1_000_000;
  const startedAt = startMoment(
    () => new Date(clockMs),
    () => elapsedMs,
  );
  elapsedMs += 5000;
  clockMs += 5001; // read one after the other
  expect(startedAt().getTime()).toBe(1_000_000);
  clockMs -= 900_000;
  expect(startedAt().getTime()).toBe(clockMs - elapsedMs);
  clockMs += 90_000_000;
  expect(startedAt().getTime()).toBe(clockMs - elapsedMs);
});
