import fc from 'fast-check';
import { decodeHead, encodeHead } from '../../../src/registry/head-files';
import type { Head } from '../../../src/registry/version';
import { tinyHead } from '../../support/tiny-version';

const anyHead: fc.Arbitrary<Head> = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 2, max: 5 }))
  .chain(([features, classes]) => {
    const floats = (length: number): fc.Arbitrary<Float32Array> =>
      fc.float32Array({
        minLength: length,
        maxLength: length,
        noNaN: true,
        noDefaultInfinity: true,
      });
    return fc.record({
      features: fc.constant(features),
      classes: fc.constant(classes),
      weights: floats(features * classes),
      bias: floats(classes),
      temperature: fc.double({ min: 0.01, max: 100, noNaN: true }),
    });
  });

function decode(files: Record<string, Uint8Array>): Head {
  return decodeHead(files['head.json']!, files['head.bin']!);
}

describe('head files', () => {
  it('give back the head they were made from', () => {
    fc.assert(fc.property(anyHead, (head) => expect(decode(encodeHead(head))).toEqual(head)));
  });

  it('hold little-endian floats, weights by feature and then the bias', () => {
    const head = { ...tinyHead(), bias: Float32Array.of(7, 8, 9) };
    const bytes = Buffer.from(encodeHead(head)['head.bin']!);
    expect(bytes).toHaveLength(12 * 4);
    expect(bytes.readFloatLE(0)).toBeCloseTo(0.01);
    expect(bytes.readFloatLE(9 * 4)).toBe(7);
  });

  it('can be read from the middle of a larger buffer, at any alignment', () => {
    const { 'head.json': json, 'head.bin': bytes } = encodeHead(tinyHead());
    const shifted = Buffer.concat([Uint8Array.of(0), bytes!]).subarray(1);
    expect(decodeHead(json!, shifted)).toEqual(tinyHead());
  });

  it('refuse arrays that do not have the dimensions of the head', () => {
    expect(() => encodeHead({ ...tinyHead(), features: 4 })).toThrow(RangeError);
  });

  it.each([
    ['weights that are cut off', { 'head.bin': new Uint8Array(44) }, /head\.bin has 44 bytes/],
    ['a value that is not finite', { 'head.bin': new Uint8Array(48).fill(255) }, /not finite/],
    ['text that is not JSON', { 'head.json': Buffer.from('{') }, /head\.json does not describe/],
    [
      'a temperature of zero',
      { 'head.json': Buffer.from('{"features":3,"classes":3,"temperature":0}') },
      /head\.json does not describe/,
    ],
  ])('are refused with %s', (_, changes, message) => {
    const files = { ...encodeHead(tinyHead()), ...changes };
    expect(() => decode(files)).toThrow(message);
  });
});
