import { z } from 'zod';
import { describeIssue, plainIssue } from '../../../src/config/plain-issue';

const schema = z.strictObject({
  count: z.number().int().min(1).max(9).optional(),
  share: z.number().gt(0).lt(1).optional(),
  name: z.string().min(1).max(5).optional(),
  code: z.string().min(3).optional(),
  ids: z.array(z.string()).min(1).max(1).optional(),
  kind: z.enum(['cat', 'dog']).optional(),
  yes: z.literal(true).optional(),
  day: z.iso.date().optional(),
  even: z.number().multipleOf(2).optional(),
  either: z.union([z.string(), z.number()]).optional(),
  own: z.string().regex(/^a/, 'must begin with an a').optional(),
  inner: z.strictObject({ force: z.boolean() }).optional(),
});

describe('a value that a schema does not take', () => {
  it.each<[unknown, string]>([
    [{ count: 0 }, 'count: must be at least 1'],
    [{ count: 10 }, 'count: must be at most 9'],
    [{ count: 1.5 }, 'count: must be a whole number'],
    [{ count: 'x' }, 'count: must be a number'],
    [{ share: 0 }, 'share: must be more than 0'],
    [{ share: 1 }, 'share: must be less than 1'],
    [{ name: '' }, 'name: must not be empty'],
    [{ name: 'longer' }, 'name: must have at most 5 characters'],
    [{ name: null }, 'name: must be a text'],
    [{ code: 'x' }, 'code: must have at least 3 characters'],
    [{ ids: [] }, 'ids: must not be empty'],
    [{ ids: ['a', 'b'] }, 'ids: must have at most 1 entry'],
    [{ ids: [1] }, 'ids.0: must be a text'],
    [{ kind: 'cow' }, 'kind: must be one of "cat", "dog"'],
    [{ yes: 1 }, 'yes: must be true'],
    [{ day: 'today' }, 'day: is not written as it has to be'],
    [{ even: 3 }, 'even: must be a multiple of 2'],
    [{ either: true }, 'either: is not valid'],
    [{ own: 'b' }, 'own: must begin with an a'],
    [{ inner: {} }, 'inner.force: is missing'],
    [{ inner: { force: true, x: 1 } }, 'inner: "x" is not known here'],
    [{ x: 1 }, '"x" is not known here'],
    [{ x: 1, y: 2 }, '"x", "y" are not known here'],
    [{ ['k'.repeat(50)]: 1 }, `"${'k'.repeat(40)}…" is not known here`],
    [[], 'It must be an object'],
  ])('is described in a plain sentence: %j', (value, sentence) => {
    const { error } = schema.safeParse(value, { error: plainIssue });
    expect(describeIssue(error!)).toBe(sentence);
  });
});
