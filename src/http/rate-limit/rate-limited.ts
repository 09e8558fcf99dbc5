import { HttpError } from '../kit/errors/http-error';
import { windowOf, type Limit } from '../kit/limits';

/**
 * Says which limit was met, and which variable changes it.
 *
 * @param count as many as are allowed
 * @param waitSeconds until the client may try again
 */
export function rateLimited(limit: Limit, count: number, waitSeconds: number): HttpError {
  return new HttpError(
    'RATE_LIMITED',
    `More than ${count} ${limit.what} in ${windowOf(limit).words}; try again in ${waitSeconds} s. ` +
      `${limit.variable} changes the limit.`,
    { retrySeconds: waitSeconds },
  );
}
