import { z } from 'zod';

/**
 * The value that a plain object was given under a name, whatever the name is: what every object has,
 * such as `constructor`, is not looked at.
 *
 * @example
 * ownValue({ Cat: 3 }, 'constructor'); // undefined
 */
export function ownValue<Value>(
  values: Readonly<Record<string, Value>>,
  name: string,
): Value | undefined {
  // eslint-disable-next-line local/no-text-as-key -- the one place that looks first
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/**
 * A schema for a JSON object with values by labels or names. Other than `z.record`, it keeps a value
 * whose name is `__proto__`.
 */
export function namedValues<Value extends z.ZodType>(
  value: Value,
): z.ZodType<Record<string, z.output<Value>>> {
  return z
    .preprocess(
      (given) => (isPlainObject(given) ? new Map(Object.entries(given)) : given),
      z.map(z.string(), value, 'expected an object'),
    )
    .transform((values) => Object.fromEntries(values));
}

/** How often each name occurs, in the order in which they occur first. */
export function countNames(names: Iterable<string>): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
