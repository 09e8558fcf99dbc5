import fc from 'fast-check';
import { decodeCursor, encodeCursor } from '../../../src/store/cursor';
import { InvalidCursorError } from '../../../src/store/invalid-cursor-error';

describe('cursor', () => {
  it('gives back the position it was made of', () => {
    fc.assert(
      fc.property(fc.nat(), fc.uuid({ version: 7 }), (createdAt, id) => {
        const cursor = encodeCursor({ createdAt, id });
        expect(decodeCursor(cursor)).toEqual({ createdAt, id });
        expect(encodeURIComponent(cursor)).toBe(cursor);
      }),
    );
  });

  it('refuses every other text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => decodeCursor(text)).toThrow(InvalidCursorError);
      }),
    );
  });

  const ours = encodeCursor({ createdAt: 5, id: 'abc' });
  const encode = (text: string): string => Buffer.from(text).toString('base64url');

  it.each([
    ['nothing', ''],
    ['padding that is not ours', `${ours}==`],
    ['a character that decoding skips', `${ours}\n`],
    ['no id', encode('5:')],
    ['no time', encode(':abc')],
    ['a time that is not canonical', encode('05:abc')],
    ['a time beyond exact numbers', encode(`${'9'.repeat(20)}:abc`)],
    ['an id with a space', encode('5:a b')],
    ['an endless id', encode(`5:${'a'.repeat(65)}`)],
  ])('refuses %s', (_name, cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(InvalidCursorError);
  });
});
