import { decodeImage } from '../../support/decode-for-cifar';
import type { ImageLimits } from '../../../src/imaging/decoded-image';
import { ImageError } from '../../../src/imaging/image-error';
import { makeThumbnail } from '../../../src/imaging/thumbnail';
import { fixture } from '../../support/fixture';
import { withTransform } from '../../support/heic-transform';
import { jpeg } from '../../support/images';

const LIMITS: ImageLimits = { maxPixels: 1_000_000, formats: ['heic', 'avif', 'jpeg'] };
const UPRIGHT = 'red green / blue white';

describe('a HEIC', () => {
  it.each(['quarters.heic', '10-bit.heic', 'transparent.heic'])(
    'is taken for what it shows: %s',
    async (name) => {
      const image = await decodeImage(await fixture(name), LIMITS);
      expect(image).toMatchObject({ format: 'heic', width: 96, height: 72 });
      expect(image.pixels.buffer.byteLength).toBe(3072);
      expect(cornersOf(image.pixels)).toBe(UPRIGHT);
    },
  );

  it('is white where it is transparent', async () => {
    const { pixels } = await decodeImage(await fixture('transparent.heic'), LIMITS);
    expect(Math.min(...pixels.subarray(0, 96))).toBeGreaterThan(250);
  });

  it('may be grey', async () => {
    const { pixels } = await decodeImage(await fixture('grey.heic'), LIMITS);
    const [red, green, blue] = pixels.subarray((6 * 32 + 6) * 3);
    expect([red, green, blue]).toEqual([red, red, red]);
    expect(Math.abs(red! - 76)).toBeLessThanOrEqual(2);
  });

  it('brings the colours of its profile to sRGB', async () => {
    const { pixels, thumbnail } = await decodeImage(await fixture('p3-profile.heic'), LIMITS);
    const errors = [216, 69, 75].map((value, i) => Math.abs(value - pixels[i]!));
    expect(Math.max(...errors)).toBeLessThanOrEqual(3);
    expect(thumbnail).toBeDefined();
  });

  it.each([
    ['irot', 0, UPRIGHT],
    ['irot', 1, 'green white / red blue'],
    ['irot', 2, 'white blue / green red'],
    ['irot', 3, 'blue red / white green'],
    // 0 exchanges top and bottom, 1 left and right (ISO/IEC 23008-12:2022).
    ['imir', 0, 'blue white / red green'],
    ['imir', 1, 'green red / white blue'],
  ] as const)('is turned as it says: %s %i', async (type, value, corners) => {
    const file = withTransform(await fixture('quarters.heic'), type, value);
    const isLying = type === 'irot' && value % 2 === 1;
    const image = await decodeImage(file, LIMITS);
    expect([image.width, image.height]).toEqual(isLying ? [72, 96] : [96, 72]);
    expect(cornersOf(image.pixels)).toBe(corners);
  });

  it('has a thumbnail that is made with its pixels, and the same as one made later', async () => {
    const file = await fixture('quarters.heic');
    const { thumbnail } = await decodeImage(file, LIMITS);
    expect(Buffer.from(thumbnail!)).toEqual(await makeThumbnail(file));
  });

  it('is refused by its size before it is decoded', async () => {
    const file = await fixture('quarters.heic');
    const limits = { ...LIMITS, maxPixels: 96 * 72 - 1 };
    await expect(decodeImage(file, limits)).rejects.toMatchObject({ code: 'IMAGE_TOO_LARGE' });
  });

  it('is refused when its video is larger than its header says', async () => {
    const file = Buffer.from(await fixture('quarters.heic'));
    const size = file.indexOf('ispe', 0, 'latin1') + 8;
    file.writeUInt32BE(8, size);
    file.writeUInt32BE(8, size + 4);
    const outcome = await decodeImage(file, { ...LIMITS, maxPixels: 64 }).catch(
      (error: unknown) => error,
    );
    expect(outcome).toBeInstanceOf(ImageError);
  });

  it('is refused when it is cut off, and the decoder goes on', async () => {
    const file = await fixture('quarters.heic');
    for (const bytes of [30, 200, 400, file.length - 60]) {
      await expect(decodeImage(file.subarray(0, bytes), LIMITS)).rejects.toMatchObject({
        code: 'CORRUPT_IMAGE',
      });
    }
    await expect(decodeImage(file, LIMITS)).resolves.toHaveProperty('width', 96);
  });

  it('decodes many at once, each for whoever asked', async () => {
    const [heic, open] = [await fixture('quarters.heic'), (await jpeg()).subarray(0, -2)];
    const images = await Promise.all(
      Array.from({ length: 12 }, (_, i) => decodeImage(i % 3 === 0 ? open : heic, LIMITS)),
    );
    expect(images.map(({ format }) => format)).toEqual(
      Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? 'jpeg' : 'heic')),
    );
  });
});

describe('an AVIF', () => {
  it.each(['10-bit.avif', 'sequence.avif'])('is taken for what it shows: %s', async (name) => {
    const image = await decodeImage(await fixture(name), LIMITS);
    expect(image).toMatchObject({ format: 'avif', width: 96, height: 72 });
    expect(cornersOf(image.pixels)).toBe(UPRIGHT);
  });
});

/** The colours in the corners of a decoded picture, line by line. */
function cornersOf(pixels: Uint8Array): string {
  const names = ['black', 'blue', 'green', '', 'red', '', '', 'white'];
  const at = (x: number, y: number): string => {
    const [red, green, blue] = pixels.subarray((y * 32 + x) * 3).map((value) => value >> 7);
    return names[red! * 4 + green! * 2 + blue!]!;
  };
  return `${at(3, 9)} ${at(28, 9)} / ${at(3, 28)} ${at(28, 28)}`;
}
