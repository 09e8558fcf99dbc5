import sharp from 'sharp';
import type { ImageLimits } from '../../../src/imaging/decoded-image';
import { decodeImage } from '../../support/decode-for-cifar';
import { firstFrame } from '../../../src/imaging/gif-first-frame';
import { makeThumbnail } from '../../../src/imaging/thumbnail';
import { gifFile, type GifFrame } from '../../support/gif-file';

const LIMITS: ImageLimits = { maxPixels: 1_000_000, formats: ['gif'] };
const RED = [220, 40, 40];
const WHITE = [255, 255, 255];
const CENTRE: GifFrame = { left: 16, top: 12, width: 32, height: 24 };
const WHOLE: GifFrame = { left: 0, top: 0, width: 64, height: 48 };

describe('a GIF whose first frame is smaller than its canvas', () => {
  it.each([
    ['alone', {}, [CENTRE]],
    ['with a control extension', {}, [{ ...CENTRE, control: 'opaque' }]],
    ['with a transparent colour', {}, [{ ...CENTRE, control: 'transparent' }]],
    ['without a global palette', { hasGlobalPalette: false }, [CENTRE]],
    ['with both palettes', {}, [{ ...CENTRE, hasPalette: true }]],
    ['without an end', { hasTrailer: false }, [CENTRE]],
    [
      'with a second frame that covers all',
      {},
      [CENTRE, { ...CENTRE, left: 0, top: 0, width: 64, height: 48 }],
    ],
  ] as const)('is white where the frame is not: %s', async (_, options, frames) => {
    const file = gifFile({ width: 64, height: 48, frames, ...options });
    const { pixels, width, height } = await decodeImage(file, LIMITS);
    expect([width, height]).toEqual([64, 48]);
    expect(pixelAt(pixels, 2, 2)).toEqual(WHITE);
    expect(pixelAt(pixels, 29, 29)).toEqual(WHITE);
    expect(pixelAt(pixels, 16, 16)).toEqual(RED);
    const thumbnail = await sharp(await makeThumbnail(file))
      .removeAlpha()
      .raw()
      .toBuffer();
    expect(Math.min(...thumbnail.subarray(0, 3))).toBeGreaterThan(250);
  });

  it('is white in a large picture, too', async () => {
    const frames = [{ left: 100, top: 100, width: 200, height: 100 }];
    const file = gifFile({ width: 400, height: 300, frames });
    const { pixels } = await decodeImage(file, LIMITS);
    expect(pixelAt(pixels, 2, 2)).toEqual(WHITE);
    expect(pixelAt(pixels, 16, 16)).toEqual(RED);
  });

  it.each([
    ['that covers its canvas', WHOLE],
    ['with a transparent colour', { ...CENTRE, control: 'transparent' }],
    ['that gets a transparent one behind it', CENTRE],
  ] as const)('loses its frames behind the first, %s', (_, frame) => {
    const file = gifFile({
      width: 64,
      height: 48,
      frames: [frame, ...Array<GifFrame>(9).fill(WHOLE)],
    });
    const alone = gifFile({ width: 64, height: 48, frames: [frame] });
    expect(Buffer.from(firstFrame(file))).toEqual(Buffer.from(firstFrame(alone)));
  });

  it('loses them behind an extension that is as empty as libvips takes it', async () => {
    const paletteEnd = 13 + 12;
    const withExtension = (frames: readonly GifFrame[]): Buffer => {
      const file = gifFile({ width: 64, height: 48, frames });
      const extension = Buffer.of(0x21, 0xff, 0, 0);
      return Buffer.concat([file.subarray(0, paletteEnd), extension, file.subarray(paletteEnd)]);
    };
    const file = withExtension([WHOLE, CENTRE]);
    await expect(decodeImage(file, LIMITS)).resolves.toMatchObject({ width: 64, height: 48 });
    expect(Buffer.from(firstFrame(file))).toEqual(withExtension([WHOLE]));
  });

  it('stays as it is where it needs nothing', () => {
    const whole = gifFile({
      width: 8,
      height: 8,
      frames: [{ left: 0, top: 0, width: 8, height: 8 }],
    });
    expect(firstFrame(whole)).toBe(whole);
    const cut = gifFile({ width: 64, height: 48, frames: [CENTRE] }).subarray(0, 60);
    expect(firstFrame(cut)).toBe(cut);
  });

  it('is refused when its first frame is cut off', async () => {
    const file = gifFile({ width: 64, height: 48, frames: [CENTRE] });
    await expect(decodeImage(file.subarray(0, 150), LIMITS)).rejects.toMatchObject({
      code: 'CORRUPT_IMAGE',
    });
  });
});

function pixelAt(pixels: Uint8Array, x: number, y: number): number[] {
  return [...pixels.subarray((y * 32 + x) * 3, (y * 32 + x) * 3 + 3)];
}
