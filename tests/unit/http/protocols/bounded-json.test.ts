import fc from 'fast-check';
import { HttpError } from '../../../../src/http/kit/errors/http-error';
import {
  MAX_BYTES_OUTSIDE_TEXTS,
  MAX_JSON_BYTES,
  parseBoundedJson,
} from '../../../../src/http/protocols/bounded-json';

const MIB = 1024 * 1024;

function codeOf(text: string): string {
  try {
    parseBoundedJson(Buffer.from(text));
  } catch (error) {
    if (error instanceof HttpError) return error.code;
    throw error;
  }
  return 'none';
}

it('reads JSON as it is', () => {
  fc.assert(
    fc.property(
      fc.jsonValue().filter((value) => !JSON.stringify(value).includes('__proto__')),
      (value) => {
        expect(parseBoundedJson(Buffer.from(JSON.stringify(value)))).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      },
    ),
  );
});

it('takes long texts', () => {
  const text = 'a'.repeat(8 * MIB);
  expect(parseBoundedJson(Buffer.from(JSON.stringify([text])))).toEqual([text]);
});

it('takes texts that end with backslashes and have quotes in them', () => {
  const value = { a: '\\', 'b"': '\\"', c: '"\\\\' };
  expect(parseBoundedJson(Buffer.from(JSON.stringify(value)))).toEqual(value);
});

it.each([
  ['so many numbers', `[${'1,'.repeat(MAX_BYTES_OUTSIDE_TEXTS / 2)}1]`],
  ['so many texts', `[${'"",'.repeat(MAX_BYTES_OUTSIDE_TEXTS / 2)}""]`],
  ['so many quotes inside a text', `["${'\\"'.repeat(MAX_BYTES_OUTSIDE_TEXTS + 8)}"]`],
  ['so much altogether', `["${'a'.repeat(MAX_JSON_BYTES)}"]`],
])('refuses what has %s', (_, text) => {
  expect(codeOf(text)).toBe('BODY_TOO_LARGE');
});

it('refuses a text without an end', () => {
  expect(codeOf('["a\\"')).toBe('INVALID_JSON');
});
