import fc from 'fast-check';
import { ago, count, duration, fileSize, moment, percent } from '../../../src/dashboard/format';

const SECOND_MS = 1000;
const UNIT_MS: Readonly<Record<string, number>> = {
  d: 24 * 3600 * SECOND_MS,
  h: 3600 * SECOND_MS,
  min: 60 * SECOND_MS,
  s: SECOND_MS,
};

describe('percent', () => {
  it.each([
    [0, '0.0%'],
    [0.0004, '<0.1%'],
    [0.0005, '0.1%'],
    [0.98234, '98.2%'],
    [0.9994, '99.9%'],
    [0.99961, '>99.9%'],
    [1, '100.0%'],
  ])('writes %d as %s', (share, words) => expect(percent(share)).toBe(words));

  it('never claims certainty, or nothing, that is not there', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        const words = percent(share);
        expect(words === '100.0%').toBe(share === 1);
        expect(words === '0.0%').toBe(share === 0);
      }),
    );
  });
});

describe('duration', () => {
  it.each([
    [-1, '0 s'],
    [999, '0 s'],
    [12_900, '12 s'],
    [60_000, '1 min 0 s'],
    [302_000, '5 min 2 s'],
    [3_599_999, '59 min 59 s'],
    [3_600_000, '1 h 0 min'],
    [273_600_000, '3 d 4 h'],
    [400 * 86_400_000, '400 d 0 h'],
  ])('writes %d ms as %s, no number apart from its unit', (ms, words) =>
    expect(duration(ms)).toBe(words.replace(/(?<=\d) /g, '\u00a0')),
  );

  it('leaves out less than its smallest unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: SECOND_MS, max: 1e12 }), (ms) => {
        const parts = [...duration(ms).matchAll(/(\d+)\s(\w+)/g)];
        const said = parts.reduce((sum, [, n, unit]) => sum + Number(n) * UNIT_MS[unit!]!, 0);
        const smallest = UNIT_MS[parts.at(-1)![2]!]!;
        expect(said).toBeLessThanOrEqual(ms);
        expect(ms - said).toBeLessThan(smallest);
      }),
    );
  });
});

describe('ago', () => {
  it.each([
    [-5000, 'just now'], // a client's clock may be ahead
    [59_999, 'just now'],
    [60_000, '1 min ago'],
    [3_599_999, '59 min ago'],
    [3_600_000, '1 h ago'],
    [86_399_999, '23 h ago'],
    [86_400_000, '1 d ago'],
  ])('puts %d ms into words as %s', (ms, words) => expect(ago(ms)).toBe(words));
});

describe('fileSize', () => {
  it.each([
    [1, '1\u00a0kB'],
    [512 * 1024, '512\u00a0kB'],
    [1024 * 1024, '1\u00a0MB'],
    [2.5 * 1024 * 1024, '2.5\u00a0MB'],
    [16 * 1024 * 1024, '16\u00a0MB'],
  ])('writes %d bytes as %s', (bytes, words) => expect(fileSize(bytes)).toBe(words));
});

describe('moment', () => {
  it('is in universal time, whatever the zone of the machine', () => {
    expect(moment(new Date('2026-11-23T23:48:59Z'))).toBe('23 Nov, 23:48 UTC');
  });
});

describe('count', () => {
  it('groups digits by three, whatever the language of the machine', () => {
    expect(count(1_234_567)).toBe('1,234,567');
  });
});
