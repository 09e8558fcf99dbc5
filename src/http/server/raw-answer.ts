import { STATUS_CODES } from 'node:http';
import type { HttpError } from '../kit/errors/http-error';
import { SECURITY_HEADERS } from '../middleware/security-headers';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * An error in the shape of every other one, for requests that never reach the application. The
 * connection ends with it.
 */
export function rawAnswer(error: HttpError, requestId: string): RawAnswer {
  const { status, code, message } = error;
  const body = JSON.stringify({ error: message, code, request_id: requestId });
  return {
    status,
    headers: {
      ...SECURITY_HEADERS,
      'Cache-Control': 'no-store',
      Connection: 'close',
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': String(Buffer.byteLength(body)),
      'X-Request-Id': requestId,
      ...error.headers,
    },
    body,
  };
}

/** As it goes over the wire, where there is no response to write it to. */
export function asHttp({ status, headers, body }: RawAnswer): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', body].join('\r\n');
}
