/**
 * Follows a stream of server-sent events while the page is looked at. A browser has six connections
 * to a service: tabs in the background must not hold them all, so theirs are closed until they are
 * looked at again. The browser reconnects by itself as long as the service closes the connection;
 * where it gives up, as after a refusal, this tries again.
 */

const RETRY_MS = 2000;
const LONGEST_RETRY_MS = 60_000;

/**
 * @typedef {object} LiveEventsOptions
 * @property {() => string} address asked for at each connection: it may say what is known
 * @property {(isLive: boolean) => void} onLive
 * @property {Record<string, (event: MessageEvent) => void>} on what to do, by the name of the event
 */

/**
 * @param {LiveEventsOptions} options
 * @returns {() => void} ends it for good
 */
export function followEvents({ address, onLive, on }) {
  /** @type {EventSource | undefined} */
  let source;
  let retryMs = RETRY_MS;
  let hasEnded = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let retry;

  function open() {
    close();
    if (hasEnded || document.hidden) return;
    const opened = new EventSource(address());
    source = opened;
    opened.addEventListener('open', () => {
      retryMs = RETRY_MS;
      onLive(true);
    });
    opened.addEventListener('error', () => {
      onLive(false);
      if (opened.readyState !== EventSource.CLOSED || opened !== source) return;
      retry = setTimeout(open, retryMs);
      retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS);
    });
    for (const [name, heard] of Object.entries(on)) opened.addEventListener(name, heard);
  }

  function close() {
    clearTimeout(retry);
    source?.close();
    source = undefined;
  }

  function pause() {
    close();
    onLive(false);
  }

  const stop = new AbortController();
  const { signal } = stop;
  document.addEventListener('visibilitychange', () => (document.hidden ? pause() : open()), {
    signal,
  });
  addEventListener('pagehide', close, { signal });
  // A page that the browser brings back has missed what happened meanwhile.
  addEventListener('pageshow', (event) => event.persisted && open(), { signal });
  // A connection that hangs does not fail for minutes; the browser knows of the network sooner.
  addEventListener('offline', pause, { signal });
  addEventListener('online', open, { signal });
  open();

  return () => {
    hasEnded = true;
    stop.abort();
    close();
  };
}
