import { z } from 'zod';
import { countNames, namedValues, ownValue } from '../../../src/config/named-values';

/** Names that every object has, one that JSON keeps and most code loses, and numbers. */
const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '7', 'Cat'];

describe('values by name', () => {
  it.each(NAMES)('has nothing under %j that it was not given', (name) => {
    expect(ownValue({}, name)).toBeUndefined();
    expect(ownValue(JSON.parse(`{"${name}": 3}`) as Record<string, number>, name)).toBe(3);
  });

  it('counts every name', () => {
    const counts = countNames([...NAMES, ...NAMES, 'Cat']);
    for (const name of NAMES) expect(ownValue(counts, name)).toBe(name === 'Cat' ? 3 : 2);
    expect(Object.keys(counts)).toHaveLength(NAMES.length);
  });

  it('are read from JSON and written to it without loss', () => {
    const schema = z.object({ samples: namedValues(z.number().int()) });
    const text = JSON.stringify({ samples: countNames(NAMES) });
    for (const name of NAMES) expect(text).toContain(`"${name}":1`);
    const read = schema.parse(JSON.parse(text));
    expect(JSON.stringify(read)).toBe(text);
    expect(JSON.stringify(schema.parse(read))).toBe(text);
  });

  it.each<[string, unknown]>([
    ['a list', []],
    ['nothing', null],
    ['a value of another kind', { Cat: 'three' }],
    ['a value of another kind under a hidden name', JSON.parse('{"__proto__": "three"}')],
  ])('are not %s', (_what, given) => {
    expect(namedValues(z.number()).safeParse(given).success).toBe(false);
  });

  it('say under which name a value is wrong', () => {
    const { error } = namedValues(z.number()).safeParse({ Cat: 'three' });
    expect(error?.issues[0]?.path).toEqual(['Cat']);
  });
});
