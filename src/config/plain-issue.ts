import type { z } from 'zod';
import { ownValue } from './named-values';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

const MOST_SHOWN = 40;
const UNITS: Readonly<Record<string, [one: string, many: string]>> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
};
const KINDS: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

/**
 * What a value must be, for people, where its schema does not say it in words of its own. Given to a
 * schema as it reads a value.
 *
 * @example
 * schema.safeParse(value, { error: plainIssue }); // `must be at least 1`
 */
export function plainIssue(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      return `must be ${ownValue(KINDS, issue.expected) ?? `of the type ${issue.expected}`}`;
    case 'invalid_value':
      return issue.values.length === 1
        ? `must be ${JSON.stringify(issue.values[0])}`
        : `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'unrecognized_keys':
      return issue.keys.length === 1
        ? `${quoted(issue.keys[0]!)} is not known here`
        : `${issue.keys.slice(0, 3).map(quoted).join(', ')} are not known here`;
    case 'too_small': {
      const { minimum, inclusive = true } = issue;
      if (Number(minimum) === 1 && ownValue(UNITS, issue.origin)) return 'must not be empty';
      return bound(issue.origin, inclusive ? 'at least' : 'more than', minimum);
    }
    case 'too_big':
      return bound(
        issue.origin,
        issue.inclusive === false ? 'less than' : 'at most',
        issue.maximum,
      );
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return 'is not written as it has to be';
    default:
      return 'is not valid';
  }
}

/**
 * What a schema says of a value that it does not take: the name of the first field that is wrong,
 * and what it must be.
 *
 * @example
 * describeIssue(error); // `limit: must be a whole number from 1 to 100`
 */
export function describeIssue({ issues }: z.ZodError): string {
  const { path, message } = issues[0]!;
  if (path.length > 0) return `${path.join('.')}: ${message}`;
  return message.startsWith('must') ? `It ${message}` : message;
}

function bound(origin: string, relation: string, limit: number | bigint): string {
  const units = ownValue(UNITS, origin);
  if (units === undefined) return `must be ${relation} ${limit}`;
  return `must have ${relation} ${limit} ${units[Number(limit) === 1 ? 0 : 1]}`;
}

function quoted(name: string): string {
  return JSON.stringify(name.length > MOST_SHOWN ? `${name.slice(0, MOST_SHOWN)}…` : name);
}
