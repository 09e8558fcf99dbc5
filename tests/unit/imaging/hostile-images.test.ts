import fc from 'fast-check';
import { IMAGE_FORMATS } from '../../../src/config/image-formats';
import { decodeBySharp } from '../../support/decode-for-cifar';
import { decodeImage } from '../../support/decode-for-cifar';
import type { DecodedImage, ImageFormat, ImageLimits } from '../../../src/imaging/decoded-image';
import { ImageError } from '../../../src/imaging/image-error';
import { drawing, jpeg, png } from '../../support/images';
import { pngFile, pngHeader } from '../../support/png-file';
import { scanBomb } from '../../support/scan-bomb';

const LIMITS: ImageLimits = { maxPixels: 1_000_000, formats: IMAGE_FORMATS };
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"></svg>';
/** It has "WEBP" where a WebP file has it. */
const SVG_IN_DISGUISE = SVG.replace('<svg', '<svg a="WEBP"');

/** 0 to 1, evenly: `fc.double` would nearly always be next to 0. */
const share = fc.nat(9999).map((parts) => parts / 10_000);

describe('decodeImage', () => {
  it.each([
    ['nothing', () => Buffer.alloc(0), 'EMPTY_FILE'],
    ['text', () => Buffer.from('cat.jpg'), 'UNSUPPORTED_IMAGE'],
    ['a text that begins as a BMP', () => Buffer.from('BMW is a car.'), 'UNSUPPORTED_IMAGE'],
    ['an SVG', () => Buffer.from(SVG), 'UNSUPPORTED_IMAGE'],
    ['an SVG in the guise of a WebP', () => Buffer.from(SVG_IN_DISGUISE), 'UNSUPPORTED_IMAGE'],
    ['half a JPEG', async () => half(await jpeg()), 'CORRUPT_IMAGE'],
    ['half a PNG', async () => half(await png()), 'CORRUPT_IMAGE'],
    ['half a large JPEG', async () => half(await jpeg({ width: 500 })), 'CORRUPT_IMAGE'],
    ['a PNG signature alone', async () => (await png()).subarray(0, 8), 'CORRUPT_IMAGE'],
    ['a PNG of no pixels', () => pngFile({ width: 0, height: 0 }), 'CORRUPT_IMAGE'],
    ['a PNG of two headers', () => pngFile({ chunks: [pngHeader(9e4, 9e4)] }), 'CORRUPT_IMAGE'],
    ['a JPEG of endless scans', () => scanBomb(), 'CORRUPT_IMAGE'],
    ['a JPEG of endless segments', async () => endlessHeader(await jpeg()), 'CORRUPT_IMAGE'],
    ['a PNG of too many pixels', () => claiming(60_000, 60_000), 'IMAGE_TOO_LARGE'],
    ['a PNG that is too wide', () => claiming(65_536, 1), 'IMAGE_TOO_LARGE'],
    ['a JPEG over the limit', () => jpeg({ width: 1001, height: 1000 }), 'IMAGE_TOO_LARGE'],
    ['a GIF that claims 65535×65535', () => hugeGif(), 'IMAGE_TOO_LARGE'],
  ])('refuses %s', async (_, make, code) => {
    const error = await refusalOf(await make());
    expect(error).toMatchObject({ name: 'ImageError', code });
    expect(error.message).toMatch(/^Th(?:e|is) [^/\\]+\.$/);
  });

  it('refuses a format that is switched off', async () => {
    const limits: ImageLimits = { ...LIMITS, formats: ['png'] };
    await expect(decodeImage(await jpeg(), limits)).rejects.toMatchObject({
      code: 'FORMAT_NOT_ALLOWED',
    });
    await expect(decodeImage(await png(), limits)).resolves.toHaveProperty('format', 'png');
  });

  it('holds small pictures to the limit of pixels, too', async () => {
    const limits: ImageLimits = { ...LIMITS, maxPixels: 32 * 32 };
    await expect(decodeImage(await png(), limits)).resolves.toHaveProperty('width', 32);
    await expect(decodeImage(await png({ width: 33 }), limits)).rejects.toMatchObject({
      code: 'IMAGE_TOO_LARGE',
    });
  });

  it('does not inflate what a small PNG has too much of', async () => {
    const bomb = pngFile({ lines: new Uint8Array(100_000_000) });
    expect(bomb.length).toBeGreaterThan(32 * 1024);
    const smallBomb = pngFile({ lines: new Uint8Array(20_000_000) });
    expect(smallBomb.length).toBeLessThan(32 * 1024);
    for (const file of [bomb, smallBomb]) {
      const before = process.memoryUsage().arrayBuffers;
      await decodeImage(file, LIMITS);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2_000_000);
    }
  });

  it('lets sharp open nothing but its formats, whatever a file looks like', async () => {
    await expect(decodeBySharp(Buffer.from(SVG), 'webp', LIMITS)).rejects.toMatchObject({
      code: 'CORRUPT_IMAGE',
    });
  });

  it('refuses every file that breaks off before its last pixels', async () => {
    const files = await validFiles();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), share, async (file, keep) => {
        // Check sums and the end of a file hold no pixels: 20 bytes in a PNG, and a few bits.
        const kept = Math.floor(keep * (file.length - 24));
        await expect(refusalOf(file.subarray(0, kept))).resolves.toBeInstanceOf(ImageError);
      }),
      { numRuns: 200 },
    );
  });

  it('gives an image or an ImageError for any damage, and for a PNG the same as sharp', async () => {
    const files = await validFiles();
    const damage = fc.oneof(
      fc.record({ place: share, value: fc.nat(255), length: fc.constant(1) }),
      fc.record({ place: share, value: fc.nat(255), length: fc.nat(60) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.array(damage, { minLength: 1, maxLength: 4 }),
        async (file, damages) => {
          const bytes = Uint8Array.from(file);
          for (const { place, value, length } of damages) {
            const start = Math.floor(place * bytes.length);
            bytes.fill(value, start, start + length);
          }
          const image = await imageOrRefusal(bytes);
          if (image?.format !== 'png') return;
          const { pixels } = await decodeBySharp(bytes, 'png', LIMITS);
          expect(image.pixels.every((value, i) => Math.abs(value - pixels[i]!) <= 1)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('gives an image or an ImageError for a PNG with any header', async () => {
    const methods = fc.tuple(fc.nat(17), fc.nat(7), fc.nat(1), fc.nat(1), fc.nat(2));
    const sides = fc.oneof(fc.nat(70), fc.nat(0xffffffff));
    await fc.assert(
      fc.asyncProperty(
        sides,
        sides,
        methods,
        fc.nat(5000),
        async (width, height, kinds, length) => {
          const file = pngFile({ lines: new Uint8Array(length) });
          const header = pngHeader(width, height, kinds);
          header.copy(file, 8);
          await imageOrRefusal(file);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('gives an ImageError for any bytes, also behind the signature of a format', async () => {
    const signature = fc.constantFrom(
      '',
      '\xff\xd8\xff',
      '\x89PNG\r\n\x1a\n',
      'GIF89a',
      'RIFF\x20\0\0\0WEBPVP8L',
    );
    await fc.assert(
      fc.asyncProperty(signature, fc.uint8Array({ maxLength: 300 }), async (start, rest) => {
        const bytes = Buffer.concat([Buffer.from(start, 'latin1'), rest]);
        await expect(refusalOf(bytes)).resolves.toBeInstanceOf(ImageError);
      }),
      { numRuns: 300 },
    );
  });
});

async function validFiles(): Promise<Buffer[]> {
  return Promise.all([
    png(),
    drawing({ width: 80, height: 70 }).png({ palette: true }).toBuffer(),
    jpeg(),
    jpeg({ width: 90, height: 80 }),
    drawing().jpeg({ progressive: true }).toBuffer(),
    drawing({ channels: 4 }).webp().toBuffer(),
    drawing().gif().toBuffer(),
  ]);
}

async function refusalOf(file: Uint8Array): Promise<ImageError> {
  const outcome = await decodeImage(file, LIMITS).catch((error: unknown) => error);
  if (outcome instanceof ImageError) return outcome;
  throw new Error('The file was not refused as an image.', { cause: outcome });
}

/** @returns undefined for a refusal */
async function imageOrRefusal(file: Uint8Array): Promise<DecodedImage | undefined> {
  const outcome = await decodeImage(file, LIMITS).catch((error: unknown) => error);
  if (outcome instanceof ImageError) return undefined;
  expect(outcome).toHaveProperty('pixels.length', 3072);
  return outcome as DecodedImage & { format: ImageFormat };
}

/** Empty comments between the size of a JPEG and its picture, 4 MB of them. */
function endlessHeader(file: Buffer): Buffer {
  const scan = file.indexOf(Buffer.of(0xff, 0xda));
  const comments = Buffer.alloc(4_000_000, Buffer.of(0xff, 0xfe, 0, 2));
  return Buffer.concat([file.subarray(0, scan), comments, file.subarray(scan)]);
}

function half(file: Buffer): Buffer {
  return file.subarray(0, file.length / 2);
}

/** A few bytes that claim to be a huge picture: what a decompression bomb looks like outside. */
function claiming(width: number, height: number): Buffer {
  return pngFile({ width, height, lines: Buffer.alloc(1000) });
}

async function hugeGif(): Promise<Buffer> {
  const file = await drawing().gif().toBuffer();
  const paletteBytes = file[10]! & 0x80 ? 3 * (2 << (file[10]! & 7)) : 0;
  const descriptor = file.indexOf(0x2c, 13 + paletteBytes);
  file.writeUInt16LE(65_535, descriptor + 5);
  file.writeUInt16LE(65_535, descriptor + 7);
  return file;
}
