import { headerPixels } from '../../../src/imaging/header-pixels';
import { PixelBudget, PixelBudgetError } from '../../../src/imaging/pixel-budget';
import { bmpFile } from '../../support/bmp-file';
import { fixture } from '../../support/fixture';
import { drawing } from '../../support/images';

describe('the pixels of a request', () => {
  it('are as many as it may have, and not one more', () => {
    const budget = new PixelBudget(1000);
    budget.charge(600);
    budget.charge(400);
    expect(() => budget.charge(1)).toThrow(PixelBudgetError);
  });

  it('are more for a larger upload', () => {
    const budget = new PixelBudget(1000, 10);
    budget.charge(1160);
    expect(() => budget.charge(1)).toThrow(PixelBudgetError);
  });
});

describe('the size in a header', () => {
  const size = { width: 123, height: 45 };

  it.each(['png', 'jpeg', 'gif', 'avif', 'tiff'] as const)('of a %s is read', async (format) => {
    expect(headerPixels(await drawing(size).toFormat(format).toBuffer())).toBe(123 * 45);
  });

  it.each(['png', 'jpeg', 'gif', 'webp', 'avif', 'tiff'] as const)(
    'of a %s that is cut off anywhere is a number',
    async (format) => {
      const whole = await drawing(size).toFormat(format).toBuffer();
      for (let length = 0; length < Math.min(700, whole.length); length++) {
        expect(headerPixels(whole.subarray(0, length))).toBeGreaterThanOrEqual(0);
      }
    },
  );

  it('of a HEIC and of a BMP is read, and a number where it is cut off', async () => {
    const heic = await fixture('quarters.heic');
    const bmp = bmpFile({ width: 123, height: -45, bits: 24, data: Buffer.alloc(45 * 372) });
    expect([headerPixels(heic), headerPixels(bmp)]).toEqual([96 * 72, 123 * 45]);
    for (let length = 0; length < 700; length++) {
      expect(headerPixels(heic.subarray(0, length))).toBeGreaterThanOrEqual(0);
      expect(headerPixels(bmp.subarray(0, length))).toBeGreaterThanOrEqual(0);
    }
  });
});
