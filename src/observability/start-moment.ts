/** Beyond the jitter of two clocks that are read one after the other. */
const SET_MS = 1000;

/**
 * When the service started, by the clock as it is now: a clock that was set since then does not
 * change how long the service has been running.
 *
 * @param monotonicMs milliseconds from any fixed moment
 */
export function startMoment(now: () => Date, monotonicMs: () => number): () => Date {
  const startedMs = monotonicMs();
  let moment = now();
  return () => {
    const byNow = now().getTime() - (monotonicMs() - startedMs);
    if (Math.abs(byNow - moment.getTime()) > SET_MS) moment = new Date(byNow);
    return moment;
  };
}
