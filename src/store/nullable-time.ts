/** A time of a column that may be empty: PostgreSQL's driver gives 64-bit integers as text. */
export function nullableTime(value: number | string | null): number | null {
  return value === null ? null : Number(value);
}
