import fc from 'fast-check';
import { resample } from '../../support/decode-for-cifar';
import { picture } from '../../support/images';

const side = fc.integer({ min: 1, max: 128 });

describe('resample', () => {
  it('leaves 32×32 as it is, in a copy', () => {
    const rgb = picture();
    const pixels = resample(rgb, 32, 32);
    expect(Buffer.from(pixels)).toEqual(rgb);
    expect(pixels.buffer).not.toBe(rgb.buffer);
  });

  it('keeps one colour at any size', () => {
    fc.assert(
      fc.property(side, side, fc.nat(255), (width, height, grey) => {
        const pixels = resample(new Uint8Array(width * height * 3).fill(grey), width, height);
        expect(pixels.every((value) => value === grey)).toBe(true);
      }),
    );
  });

  it('turns a mirrored picture into the mirrored result', () => {
    fc.assert(
      fc.property(side, side, fc.nat(1000), (width, height, seed) => {
        const rgb = picture({ width, height, seed });
        const mirrored = mirror(resample(mirror(rgb, width), width, height), 32);
        const pixels = resample(rgb, width, height);
        expect(pixels.every((value, i) => Math.abs(value - mirrored[i]!) <= 1)).toBe(true);
      }),
    );
  });

  it('averages the source pixels of each target pixel by a triangle', () => {
    const rgb = new Uint8Array(64 * 64 * 3);
    rgb.fill(240, 2 * 3, 3 * 3);
    const pixels = resample(rgb, 64, 64);
    // A triangle over 4 pixels has shares 1, 3, 3, 1 of 8; at the border the first falls away.
    const top = (240 * 3) / 7;
    expect(pixels[0]).toBe(Math.round((top * 1) / 7));
    expect(pixels[3]).toBe(Math.round((top * 3) / 8));
    expect(pixels[6]).toBe(0);
  });

  it('enlarges in straight lines between the source pixels', () => {
    const pixels = resample(Uint8Array.of(0, 0, 0, 160, 160, 160), 2, 1);
    const line = Array.from({ length: 32 }, (_, x) => pixels[x * 3]);
    expect(line.slice(0, 8)).toEqual(Array.from({ length: 8 }, () => 0));
    expect(line.slice(8, 24)).toEqual(Array.from({ length: 16 }, (_, x) => 5 + 10 * x));
    expect(line.slice(24)).toEqual(Array.from({ length: 8 }, () => 160));
  });
});

function mirror(rgb: Uint8Array, width: number): Uint8Array {
  return rgb.map((_, i) => {
    const pixel = Math.floor(i / 3);
    const x = pixel % width;
    return rgb[(pixel - x + width - 1 - x) * 3 + (i % 3)]!;
  });
}
