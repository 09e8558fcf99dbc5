import { ERROR_STATUS, type ErrorCode } from './error-status';

export interface HttpErrorOptions {
  readonly cause?: unknown;
  /** Sent with the answer: `Allow`, `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The one error a request is answered with. The message goes to the client, so it names nothing
 * of the machine; what is for the log goes into `cause`.
 *
 * @example
 * throw new HttpError('MISSING_FILE', 'Send the image in the field "file".');
 */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: ErrorCode,
    message: string,
    { cause, headers = {} }: HttpErrorOptions = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = ERROR_STATUS[code];
    this.headers = headers;
  }
}
