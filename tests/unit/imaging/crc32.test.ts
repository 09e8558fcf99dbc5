import fc from 'fast-check';
import { crc32, crc32ByTable } from '../../../src/imaging/crc32';

describe('CRC-32', () => {
  it('is the one of the PNG specification', () => {
    for (const form of [crc32, crc32ByTable]) {
      expect(form(Buffer.from('123456789'))).toBe(0xcbf43926);
      expect(form(Buffer.from('IEND'))).toBe(0xae426082);
    }
  });

  it('is the same from Node and from the table, in one piece and in two', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (first, second) => {
        const whole = Buffer.concat([first, second]);
        expect(crc32ByTable(whole)).toBe(crc32(whole));
        expect(crc32ByTable(second, crc32(first))).toBe(crc32(whole));
      }),
    );
  });
});
