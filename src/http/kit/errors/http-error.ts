import { ERRORS, type ErrorCode } from './error-codes';

export interface HttpErrorOptions {
  readonly cause?: unknown;
  /** Sent with the answer: `Allow`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** When trying again may help; as the table of codes says where it is left out. */
  readonly retrySeconds?: number;
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
    { cause, headers = {}, retrySeconds = ERRORS[code].retrySeconds }: HttpErrorOptions = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = ERRORS[code].status;
    this.headers =
      retrySeconds === undefined ? headers : { ...headers, 'Retry-After': String(retrySeconds) };
  }
}
