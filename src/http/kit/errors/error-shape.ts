import { ERRORS, type ErrorCode } from './error-codes';

/**
 * How a route tells errors: `usual` as `{error, code, request_id}`, the protocols as `{"error": "…"}`
 * with the statuses that their servers have.
 */
export type ErrorShape = 'usual' | 'open-inference' | 'tensorflow-serving';

/** What HTTP itself says, whatever the protocol above it. */
const KEPT: readonly number[] = [401, 403, 404, 405, 408, 413, 421, 429, 431, 500, 503];

/** The status of an error in the answers of a route. */
export function statusIn(shape: ErrorShape, code: ErrorCode): number {
  const status = ERRORS[code].status;
  if (shape === 'usual' || KEPT.includes(status)) return status;
  // Triton knows no deadline; TensorFlow Serving's DEADLINE_EXCEEDED is 504, its ABORTED 409.
  if (shape === 'tensorflow-serving' && [409, 504].includes(status)) return status;
  return status >= 500 ? 503 : 400;
}
