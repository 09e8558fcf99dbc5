import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { HttpError } from '../http-error';

export interface BrokenRequestOptions {
  readonly newId: () => string;
}

/**
 * Answers, in the shape of every other error, requests that never reach the application because
 * they are not HTTP, are too slow, or have too large a header.
 */
export function answerBrokenRequest({
  newId,
}: BrokenRequestOptions): (error: NodeJS.ErrnoException, socket: Duplex) => void {
  return (error, socket) => {
    // The second error of a connection, or one that the client has closed: nobody to tell.
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    socket.end(rawAnswer(toHttpError(error), newId()));
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

function rawAnswer({ status, code, message }: HttpError, requestId: string): string {
  const body = JSON.stringify({ error: message, code, request_id: requestId });
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    '',
    body,
  ].join('\r\n');
}
