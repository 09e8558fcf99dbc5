import { z } from 'zod';

/** A parameter that is a whole number of at most four digits; whatever is wrong with it is said alike. */
export function wholeNumber(min: number, max: number): z.ZodType<number, string> {
  const error = `must be a whole number from ${min} to ${max}`;
  return z
    .string(error)
    .regex(/^\d{1,4}$/, error)
    .transform(Number)
    .pipe(z.number().min(min, error).max(max, error));
}
