import type { IncomingMessage, ServerResponse } from 'node:http';

export interface RefusedUploadOptions {
  /** How often what still comes is looked at. */
  readonly checkMs: number;
  /** A client that sends less than this in the meantime is not about to finish. */
  readonly leastBytes: number;
}

/**
 * Ends the connection of a request that was answered before its body was there, unless the rest
 * comes quickly: the client may read its answer and use the connection again, but nobody holds one
 * with a body that is not wanted.
 */
export function endRefusedUpload(
  req: IncomingMessage,
  res: ServerResponse,
  { checkMs, leastBytes }: RefusedUploadOptions,
): void {
  res.once('finish', () => {
    if (req.complete) return;
    const { socket } = req;
    let readBytes = socket.bytesRead;
    const watch = setInterval(() => {
      // Nothing listens for its end: a client may have a hundred refused on one connection.
      if (req.complete || socket.destroyed) clearInterval(watch);
      else if (socket.bytesRead - readBytes < leastBytes) socket.destroy();
      readBytes = socket.bytesRead;
    }, checkMs).unref();
  });
}
