import type { Readable } from 'node:stream';
import { HttpError } from '../errors/http-error';

/** How often a body's progress is looked at. */
const WINDOW_MS = 10_000;
/** What arrives in that time over the slowest line that is waited for: 13 kbit/s. */
const MIN_BYTES = 16 * 1024;

/**
 * Watches that a request's body goes on arriving. A client that sends next to nothing would hold
 * memory, an upload's turn and a connection for as long as REQUEST_TIMEOUT_MS lets it.
 *
 * @param onStall called once with what to answer
 */
export function watchProgress(request: Readable, onStall: (error: HttpError) => void): void {
  let bytes = 0;
  const stop = (): void => clearInterval(timer);
  const timer = setInterval(() => {
    // While we are the ones who do not read, the client cannot send.
    const isStalled = bytes < MIN_BYTES && !request.isPaused();
    bytes = 0;
    if (!isStalled) return;
    stop();
    const headers = { Connection: 'close' };
    onStall(new HttpError('REQUEST_TIMEOUT', 'The upload comes too slowly.', { headers }));
  }, WINDOW_MS);
  timer.unref();
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  request.once('end', stop);
  request.once('close', stop);
  request.once('error', stop);
}
