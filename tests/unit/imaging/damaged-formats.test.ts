import fc from 'fast-check';
import { IMAGE_FORMATS } from '../../../src/config/image-formats';
import { decodeImage } from '../../support/decode-for-cifar';
import type { ImageLimits } from '../../../src/imaging/decoded-image';
import { headerPixels } from '../../../src/imaging/header-pixels';
import { ImageError } from '../../../src/imaging/image-error';
import { bmpFile, bmpRows } from '../../support/bmp-file';
import { fixture } from '../../support/fixture';
import { gifFile } from '../../support/gif-file';
import { rgbProfile, SWAPPED } from '../../support/icc-profile';
import { drawing } from '../../support/images';

const LIMITS: ImageLimits = { maxPixels: 1_000_000, formats: IMAGE_FORMATS };
/** As many as end within seconds; `FUZZ_RUNS` makes it more by hand. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 60);
/** Numbers that headers break by. */
const EXTREMES = [0, 1, 0x7f, 0x80, 0xff];
const PALETTE = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [9, 9, 9],
] as const;

const picture = drawing({ width: 80, height: 60 });
const FILES: readonly (readonly [string, () => Promise<Buffer>])[] = [
  ['HEIC', () => fixture('quarters.heic')],
  ['HEIC with alpha', () => fixture('transparent.heic')],
  ['HEIC with a profile', () => fixture('p3-profile.heic')],
  ['AVIF', () => picture.clone().avif({ effort: 0 }).toBuffer()],
  ['AVIF sequence', () => fixture('sequence.avif')],
  ['AVIF of 10 bits', () => fixture('10-bit.avif')],
  ['TIFF of LZW', () => picture.clone().tiff({ compression: 'lzw' }).toBuffer()],
  ['TIFF of JPEG', () => picture.clone().tiff({ compression: 'jpeg' }).toBuffer()],
  ['TIFF of tiles', () => picture.clone().tiff({ compression: 'deflate', tile: true }).toBuffer()],
  ['BigTIFF', () => picture.clone().tiff({ compression: 'none', bigtiff: true }).toBuffer()],
  ['BMP', () => Promise.resolve(bitmap())],
  ['BMP of run lengths', () => Promise.resolve(runs())],
  ['BMP with a profile', () => Promise.resolve(bitmap(rgbProfile(SWAPPED)))],
  ['GIF', () => Promise.resolve(gif())],
  ['JPEG without an end', async () => (await picture.clone().jpeg().toBuffer()).subarray(0, -2)],
  [
    '16-bit PNG',
    () => picture.clone().withIccProfile('p3').toColourspace('rgb16').png().toBuffer(),
  ],
];

describe('a damaged file', () => {
  it.each(FILES)('is an image or refused, and nothing else happens: %s', async (_, make) => {
    const file = await make();
    const place = fc.oneof(fc.nat(Math.min(600, file.length - 1)), fc.nat(file.length - 1));
    const damage = fc.record({
      place,
      value: fc.oneof(fc.constantFrom(...EXTREMES), fc.nat(255)),
      length: fc.constantFrom(1, 1, 1, 2, 4, 30),
    });
    const cut = fc.oneof(
      { weight: 4, arbitrary: fc.constant(1) },
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), cut, async (all, kept) => {
        const bytes = Buffer.from(file);
        for (const { place: start, value, length } of all)
          bytes.subarray(start, start + length).fill(value);
        await decodesOrRefuses(bytes.subarray(0, Math.max(1, Math.floor(bytes.length * kept))));
      }),
      { numRuns: RUNS },
    );
    // What was there before is decoded as ever.
    await expect(decodeImage(file, LIMITS)).resolves.toHaveProperty('pixels.length', 3072);
  });
});

async function decodesOrRefuses(file: Uint8Array): Promise<void> {
  expect(headerPixels(file)).toBeGreaterThanOrEqual(0);
  const outcome = await decodeImage(file, LIMITS).catch((error: unknown) => error);
  if (outcome instanceof ImageError) return;
  if (outcome instanceof Error) throw outcome;
  expect(outcome).toHaveProperty('pixels.length', 3072);
}

function bitmap(icc?: Buffer): Buffer {
  const data = bmpRows(90, 50, 24, (x, y) => x * 70_000 + y * 300);
  const header = icc === undefined ? {} : { headerBytes: 124, icc };
  return bmpFile({ width: 90, height: 50, bits: 24, data, ...header });
}

function runs(): Buffer {
  const line = [40, 1, 40, 2, 0, 3, 1, 2, 3, 0, 7, 3, 0, 0];
  const data = Buffer.from([...Array.from({ length: 60 }, () => line).flat(), 0, 1]);
  return bmpFile({ width: 90, height: 60, bits: 8, compression: 1, palette: PALETTE, data });
}

function gif(): Buffer {
  return gifFile({ width: 64, height: 48, frames: [{ left: 9, top: 9, width: 20, height: 20 }] });
}
