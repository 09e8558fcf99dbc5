/**
 * A time as answers have it: ISO 8601 in UTC.
 *
 * @param ms milliseconds since the epoch
 */
export function isoTime(ms: number): string;
export function isoTime(ms: number | null): string | null;
export function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
