import fc from 'fast-check';
import type sharp from 'sharp';
import { decodeBySharp } from '../../support/decode-for-cifar';
import { decodeImage } from '../../support/decode-for-cifar';
import { decodeSmall } from '../../../src/imaging/decode-small';
import type { ImageLimits } from '../../../src/imaging/decoded-image';
import { toRgb } from '../../../src/imaging/raster';
import { drawing, jpeg } from '../../support/images';
import { pngChunk, pngFile } from '../../support/png-file';
import { sampledJpeg, type Sampling } from '../../support/sampled-jpeg';

const LIMITS: ImageLimits = { maxPixels: 1_000_000, formats: ['png', 'jpeg', 'gif', 'webp'] };

/** Every size that is small enough. */
const size = fc.integer({ min: 1, max: 200 }).chain((width) =>
  fc.record({
    width: fc.constant(width),
    height: fc.integer({ min: 1, max: Math.min(200, Math.floor(4096 / width)) }),
  }),
);

describe('the light path', () => {
  const modes: readonly [
    string,
    1 | 2 | 3 | 4,
    'png' | 'jpeg',
    (image: sharp.Sharp) => sharp.Sharp,
  ][] = [
    ['RGB PNG', 3, 'png', (image) => image.png()],
    ['RGBA PNG', 4, 'png', (image) => image.png()],
    ['grey PNG', 1, 'png', (image) => image.toColourspace('b-w').png()],
    ['grey and alpha PNG', 2, 'png', (image) => image.toColourspace('b-w').png()],
    ['PNG with adaptive filters', 3, 'png', (image) => image.png({ adaptiveFiltering: true })],
    ['JPEG 4:4:4', 3, 'jpeg', (image) => image.jpeg({ chromaSubsampling: '4:4:4', quality: 90 })],
    ['JPEG 4:2:0', 3, 'jpeg', (image) => image.jpeg({ quality: 75 })],
    ['coarse JPEG', 3, 'jpeg', (image) => image.jpeg({ quality: 10 })],
    ['progressive JPEG', 3, 'jpeg', (image) => image.jpeg({ progressive: true, quality: 50 })],
    ['JPEG by mozjpeg', 3, 'jpeg', (image) => image.jpeg({ mozjpeg: true })],
    ['grey JPEG', 1, 'jpeg', (image) => image.toColourspace('b-w').jpeg()],
  ];

  it.each(modes)('gives what sharp gives for a %s of any size', async (_, channels, format, to) => {
    await fc.assert(
      fc.asyncProperty(size, fc.nat(1000), async ({ width, height }, seed) => {
        const file = await to(drawing({ width, height, channels, seed })).toBuffer();
        expect(await differenceOfPaths(file, format)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });

  // Pictures that a random seed once found: sharp's flattening cuts fractions off.
  it.each([
    [4, { width: 38, height: 1, seed: 1 }],
    [2, { width: 38, height: 1, seed: 1 }],
    [4, { width: 64, height: 64, seed: 3 }],
  ] as const)(
    'rounds half-transparent colours as sharp does: %i channels, %j',
    async (channels, shape) => {
      const image = drawing({ ...shape, channels });
      const file = await (channels === 2 ? image.toColourspace('b-w') : image).png().toBuffer();
      expect(await differenceOfPaths(file, 'png')).toBe(0);
    },
  );

  it('flattens every colour of every transparency to the nearest grey level', async () => {
    // 16 transparencies a file, a row each, of all 256 greys.
    const lines = (first: number): Uint8Array =>
      Uint8Array.from({ length: 16 * (1 + 256 * 2) }, (_, i) => {
        const [row, column] = [Math.floor(i / 513), (i % 513) - 1];
        if (column < 0) return 0;
        return column % 2 === 0 ? column / 2 : first + row;
      });
    for (let first = 0; first < 256; first += 16) {
      const shape = { width: 256, height: 16, colourType: 4, lines: lines(first) };
      const raster = await decodeSmall(pngFile(shape), 'png');
      const rgb = toRgb(raster!);
      const errors = Array.from({ length: 256 * 16 }, (_, i) => {
        const [grey, alpha] = [i % 256, first + Math.floor(i / 256)];
        const exact = (grey * alpha + 255 * (255 - alpha)) / 255;
        return Math.abs(rgb[i * 3]! - exact);
      });
      expect(Math.max(...errors)).toBeLessThanOrEqual(0.5);
      expect(await differenceOfPaths(pngFile(shape), 'png')).toBe(0);
    }
  });

  it.each<[string, Sampling]>([
    ['4:4:4', [1, 1]],
    ['4:2:2', [2, 1]],
    ['4:4:0', [1, 2]],
    ['4:2:0', [2, 2]],
    ['4:1:1', [4, 1]],
  ])('gives what sharp gives for a JPEG in three scans, %s, of any size', async (_, sampling) => {
    await fc.assert(
      fc.asyncProperty(size, async ({ width, height }) => {
        const file = await sampledJpeg(width, height, sampling);
        expect(await differenceOfPaths(file, 'jpeg')).toBeLessThanOrEqual(1);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ['grey', 0, 1],
    ['RGB', 2, 3],
    ['palette', 3, 1],
    ['grey and alpha', 4, 2],
    ['RGB and alpha', 6, 4],
  ])('undoes every filter of a PNG as sharp does: %s', async (_, colourType, channels) => {
    const palette = fc.uint8Array({ minLength: 768, maxLength: 768 });
    await fc.assert(
      fc.asyncProperty(
        size,
        palette,
        fc.infiniteStream(fc.nat(255)),
        async (shape, colours, noise) => {
          const { width, height } = shape;
          const lines = Uint8Array.from(noise.take(height * (1 + width * channels)));
          for (let y = 0; y < height; y++) lines[y * (1 + width * channels)]! %= 5;
          const chunks = colourType === 3 ? [pngChunk('PLTE', colours)] : [];
          const file = pngFile({ width, height, colourType, lines, chunks });
          expect(await differenceOfPaths(file, 'png')).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('minds no chunks of a PNG that libvips ignores', async () => {
    const lines = Uint8Array.from({ length: 32 * 97 }, (_, i) => (i % 97 === 0 ? 0 : i));
    const chunks = [
      pngChunk('gAMA', Uint8Array.of(0, 0, 0xff, 0)),
      pngChunk('sRGB', Uint8Array.of(1)),
      pngChunk('sBIT', Uint8Array.of(5, 5, 5)),
      pngChunk('bKGD', Uint8Array.of(0, 9, 0, 9, 0, 9)),
      pngChunk('tEXt', Buffer.from('Software\0test')),
    ];
    expect(await differenceOfPaths(pngFile({ lines, chunks }), 'png')).toBe(0);
  });

  it.each([
    ['EXIF', () => drawing().withMetadata({ orientation: 3 }).jpeg().toBuffer(), 'jpeg'],
    ['EXIF', () => drawing().withMetadata({ orientation: 3 }).png().toBuffer(), 'png'],
    ['a colour profile', () => drawing().withIccProfile('p3').png().toBuffer(), 'png'],
    ['a colour profile', () => drawing().withIccProfile('p3').jpeg().toBuffer(), 'jpeg'],
    ['interlacing', () => drawing().png({ progressive: true }).toBuffer(), 'png'],
    ['16 bits', () => drawing().toColourspace('rgb16').png().toBuffer(), 'png'],
    ['CMYK', () => drawing().toColourspace('cmyk').jpeg().toBuffer(), 'jpeg'],
    ['a WebP', () => drawing().webp().toBuffer(), 'webp'],
    ['more than 64×64', () => jpeg({ width: 65, height: 64 }), 'jpeg'],
    ['a small picture in a big file', () => withPadding(40_000), 'png'],
  ] as const)('leaves %s to sharp', async (_, make, format) => {
    const file = await make();
    expect(await decodeSmall(file, format)).toBeUndefined();
    await expect(decodeImage(file, LIMITS)).resolves.toHaveProperty('format', format);
  });

  it.each([
    ['a wrong check sum', (file: Buffer) => file.fill(0, file.length - 2)],
    ['no end', (file: Buffer) => file.subarray(0, -12)],
    ['something after the end', (file: Buffer) => Buffer.concat([file, Buffer.alloc(12)])],
    ['too many pixels', () => pngFile({ lines: new Uint8Array(32 * 97 + 1) })],
    ['too few pixels', () => pngFile({ lines: new Uint8Array(32 * 97 - 1) })],
    ['an unknown filter', () => pngFile({ lines: new Uint8Array(32 * 97).fill(5) })],
    ['a palette for RGB', () => pngFile({ chunks: [pngChunk('PLTE', Buffer.alloc(3))] })],
    ['no palette', () => pngFile({ colourType: 3, lines: new Uint8Array(32 * 33) })],
    ['an index outside the palette', () => paletteOfOne(1)],
    ['a chunk that is not known', () => pngFile({ chunks: [pngChunk('abCd')] })],
  ])('leaves the verdict on a PNG with %s to sharp', async (_, spoil) => {
    expect(await decodeSmall(paletteOfOne(0), 'png')).toBeDefined();
    expect(await decodeSmall(spoil(pngFile()), 'png')).toBeUndefined();
  });

  it('goes on after a thousand broken JPEGs', async () => {
    const good = await jpeg();
    const broken = good.subarray(0, -20);
    const closed = Buffer.concat([broken, good.subarray(-2)]);
    for (let i = 0; i < 1000; i++) expect(await decodeSmall(closed, 'jpeg')).toBeUndefined();
    expect(await decodeSmall(good, 'jpeg')).toBeDefined();
  });
});

/** In grey levels, at the pixel that differs most. */
async function differenceOfPaths(file: Buffer, format: 'png' | 'jpeg'): Promise<number> {
  expect(await decodeSmall(file, format)).toBeDefined();
  const light = await decodeImage(file, LIMITS);
  const bySharp = await decodeBySharp(file, format, LIMITS);
  expect({ ...light, pixels: null }).toEqual({ ...bySharp, pixels: null });
  return light.pixels.reduce(
    (largest, value, i) => Math.max(largest, Math.abs(value - bySharp.pixels[i]!)),
    0,
  );
}

function withPadding(sizeBytes: number): Buffer {
  return pngFile({ chunks: [pngChunk('tEXt', Buffer.alloc(sizeBytes))] });
}

function paletteOfOne(index: number): Buffer {
  const lines = Uint8Array.from({ length: 32 * 33 }, (_, i) => (i % 33 === 0 ? 0 : index));
  return pngFile({ colourType: 3, lines, chunks: [pngChunk('PLTE', Buffer.alloc(3))] });
}
