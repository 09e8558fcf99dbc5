import sharp from 'sharp';
import { decodeImage } from '../../support/decode-for-cifar';
import type { ImageLimits } from '../../../src/imaging/decoded-image';
import { drawing, quarters } from '../../support/images';
import { tiffFile, type TiffTag } from '../../support/tiff-file';

const LIMITS: ImageLimits = { maxPixels: 1_000_000, formats: ['tiff', 'png'] };

describe('a TIFF', () => {
  it.each(['none', 'lzw', 'deflate', 'packbits', 'jpeg'] as const)(
    'compressed by %s shows what it shows as PNG',
    async (compression) => {
      const picture = drawing({ width: 80, height: 60 });
      const file = await picture.clone().tiff({ compression, quality: 100 }).toBuffer();
      const [tiff, png] = await Promise.all([
        decodeImage(file, LIMITS),
        decodeImage(await picture.png().toBuffer(), LIMITS),
      ]);
      expect(tiff).toMatchObject({ format: 'tiff', width: 80, height: 60 });
      const errors = tiff.pixels.map((value, i) => Math.abs(value - png.pixels[i]!));
      expect(errors.reduce((sum, error) => sum + error) / 3072).toBeLessThan(
        compression === 'jpeg' ? 1 : 0.001,
      );
    },
  );

  it.each(['tile', 'pyramid', 'bigtiff'] as const)('may be laid out as %s', async (layout) => {
    const file = await quarters(300, 300)
      .tiff({ [layout]: true, compression: 'lzw' })
      .toBuffer();
    const { pixels, width } = await decodeImage(file, LIMITS);
    expect(width).toBe(300);
    expect([...pixels.subarray(0, 3), ...pixels.subarray(-3)]).toEqual([255, 0, 0, 255, 255, 255]);
  });

  it('is flattened on white', async () => {
    const clear = { r: 0, g: 0, b: 0, alpha: 0 };
    const file = await sharp({ create: { width: 99, height: 9, channels: 4, background: clear } })
      .tiff({ compression: 'lzw' })
      .toBuffer();
    const { pixels } = await decodeImage(file, LIMITS);
    expect(new Set(pixels)).toEqual(new Set([255]));
  });

  it.each([false, true])(
    'may have its numbers either way round (big endian: %s)',
    async (isBigEndian) => {
      const data = new Uint8Array(64).fill(77);
      const { pixels } = await decodeImage(tiffFile({ data, isBigEndian }), LIMITS);
      expect(new Set(pixels)).toEqual(new Set([77]));
    },
  );

  it('may have white for 0', async () => {
    const data = new Uint8Array(64).fill(77);
    const { pixels } = await decodeImage(tiffFile({ data, tags: [[262, 3, [0]]] }), LIMITS);
    expect(new Set(pixels)).toEqual(new Set([255 - 77]));
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('lies as it says: orientation %i', async (orientation) => {
    const turned = quarters(40, 60).withMetadata({ orientation });
    const [tiff, png] = await Promise.all([
      decodeImage(await turned.clone().tiff({ compression: 'lzw' }).toBuffer(), LIMITS),
      decodeImage(await turned.png().toBuffer(), LIMITS),
    ]);
    expect(tiff).toEqual({ ...png, format: 'tiff' });
  });

  it('is taken for its first page, however many are said to follow', async () => {
    const data = new Uint8Array(64).fill(77);
    // The directory of the first page is said to be that of the second as well.
    const loop = tiffFile({ data });
    loop.writeUInt32LE(loop.readUInt32LE(4), loop.length - 4);
    for (const file of [loop, tiffFile({ data, next: 1 })]) {
      const { pixels } = await decodeImage(file, LIMITS);
      expect(new Set(pixels)).toEqual(new Set([77]));
    }
  });

  const refused: readonly (readonly [string, string, readonly TiffTag[]])[] = [
    [
      'real numbers',
      'UNSUPPORTED_IMAGE',
      [
        [258, 3, [32]],
        [339, 3, [3]],
      ],
    ],
    ['numbers with a sign', 'UNSUPPORTED_IMAGE', [[339, 3, [2]]]],
    ['32 bits', 'UNSUPPORTED_IMAGE', [[258, 3, [32]]]],
    ['CIELAB', 'UNSUPPORTED_IMAGE', [[262, 3, [8]]]],
    ['YCbCr that is not JPEG', 'UNSUPPORTED_IMAGE', [[262, 3, [6]]]],
    ['a compression nobody has', 'UNSUPPORTED_IMAGE', [[259, 3, [50_000]]]],
    ['a thousand samples a pixel', 'UNSUPPORTED_IMAGE', [[277, 3, [1000]]]],
    [
      'more pixels than are accepted',
      'IMAGE_TOO_LARGE',
      [
        [256, 4, [1_000_001]],
        [257, 4, [1]],
      ],
    ],
    [
      'tiles that fill the memory',
      'CORRUPT_IMAGE',
      [
        [322, 4, [65_536]],
        [323, 4, [65_536]],
      ],
    ],
    ['no pixels where they should be', 'CORRUPT_IMAGE', [[273, 4, [1_000_000]]]],
  ];
  it.each(refused)('is refused with %s', async (_, code, tags) => {
    await expect(decodeImage(tiffFile({ tags }), LIMITS)).rejects.toMatchObject({ code });
  });

  it('is refused when it is cut off', async () => {
    const file = await drawing({ width: 80, height: 60 }).tiff({ compression: 'none' }).toBuffer();
    for (const share of [0.1, 0.5, 0.9]) {
      const cut = file.subarray(0, Math.floor(file.length * share));
      await expect(decodeImage(cut, LIMITS)).rejects.toMatchObject({ code: 'CORRUPT_IMAGE' });
    }
  });
});
