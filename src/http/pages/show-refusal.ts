import type { Response } from 'express';
import type { HttpError } from '../kit/errors/http-error';
import { toHttpError } from '../kit/errors/to-http-error';

/**
 * Does what a form asks for. Where that is refused, or cannot be done for a while (503), the page with
 * the form says why; every other fault of the service is thrown and shown by the error page.
 *
 * @param show is called with the refusal after its status and headers were set on the response; it
 *   renders the page, or returns what the caller renders in place of the result of `work`
 */
export async function orShowWhy<T = void>(
  res: Response,
  work: () => Promise<T>,
  show: (refusal: HttpError) => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const refusal = toHttpError(error);
    if (refusal.status >= 500 && refusal.status !== 503) throw error;
    res.status(refusal.status).set(refusal.headers);
    return await show(refusal);
  }
}
