import { connect } from 'node:net';
import type { Input } from './inputs';

/** What came back. */
export interface Outcome {
  /** undefined where the connection ended without an answer */
  readonly status: number | undefined;
  /** The beginning of the answer, with its head. */
  readonly text: string;
  /** The service neither answered nor closed within {@link PATIENCE_MS}. */
  readonly hung: boolean;
}

/** Longer than the service's own time limits for what a client does not finish. */
const PATIENCE_MS = 60_000;
const KEPT_BYTES = 4096;
const EVENT_STREAM = 'Content-Type: text/event-stream';

/** Sends the bytes and waits for the end of the answer; of a stream of events only for its beginning. */
export function send(port: number, { bytes, cutAfter }: Input): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    let hung = false;
    socket.setTimeout(PATIENCE_MS, () => {
      hung = true;
      socket.destroy();
    });
    socket.on('data', (chunk) => {
      if (text.length < KEPT_BYTES) text += chunk.toString('latin1');
      if (text.includes(EVENT_STREAM)) socket.destroy();
    });
    // A reset is how a service ends a connection whose client goes on sending.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      const status = /^(?:HTTP\/1\.1 1\d\d[^]*?\r\n\r\n)*HTTP\/1\.1 ([2-5]\d\d)/.exec(text)?.[1];
      resolve({ status: status === undefined ? undefined : Number(status), text, hung });
    });
    if (cutAfter === undefined) socket.write(bytes);
    else socket.end(bytes.subarray(0, cutAfter));
  });
}
