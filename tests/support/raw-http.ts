import { connect } from 'node:net';

/**
 * Sends bytes to a port and gives back everything that is answered, for what no HTTP client would
 * send.
 *
 * @param end whether to end the sending side, as a client that dies in the middle does
 */
export async function rawHttp(
  port: number,
  chunks: readonly (string | Buffer)[],
  { end = false } = {},
): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const received: Buffer[] = [];
  socket.on('data', (chunk) => received.push(chunk));
  for (const chunk of chunks) socket.write(chunk);
  if (end) socket.end();
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    socket.once('error', () => resolve());
  });
  return Buffer.concat(received).toString();
}
