import type { Duplex } from 'node:stream';
import { HttpError } from '../kit/errors/http-error';
import { asHttp, rawAnswer } from './raw-answer';

export interface BrokenRequestOptions {
  readonly newId: () => string;
  /** How long a client may take to read the answer and to close the connection. */
  readonly lingerMs: number;
  /**
   * Whether nothing that is sent now would be understood: an answer has begun, which it would be taken
   * for a part of, or TLS was never agreed on.
   */
  readonly isDeaf: (socket: Duplex) => boolean;
}

/**
 * Answers, in the shape of every other error, requests that never reach the application because
 * they are not HTTP, are too slow, or have too large a header, and ends their connections: a
 * client that keeps its own end open would otherwise keep the connection.
 */
export function answerBrokenRequest({
  newId,
  lingerMs,
  isDeaf,
}: BrokenRequestOptions): (error: NodeJS.ErrnoException, socket: Duplex) => void {
  return (error, socket) => {
    // The second error of a connection, or one that the client has closed: nobody to tell.
    if (!socket.writable || error.code === 'ECONNRESET' || isDeaf(socket)) {
      socket.destroy();
      return;
    }
    socket.end(asHttp(rawAnswer(toHttpError(error), newId())));
    const timer = setTimeout(() => socket.destroy(), lingerMs).unref();
    socket.once('close', () => clearTimeout(timer));
  };
}

function toHttpError(error: NodeJS.ErrnoException): HttpError {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return new HttpError('HEADERS_TOO_LARGE', 'The headers are too large.', { cause: error });
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new HttpError('REQUEST_TIMEOUT', 'The request took too long.', { cause: error });
    default:
      return new HttpError('BAD_REQUEST', 'The request is not valid HTTP.', { cause: error });
  }
}
