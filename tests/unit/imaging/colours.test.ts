import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import type { ImageLimits } from '../../../src/imaging/decoded-image';
import { decodeImage } from '../../support/decode-for-cifar';
import { makeThumbnail } from '../../../src/imaging/thumbnail';
import {
  ADOBE_RGB,
  DISPLAY_P3,
  greyProfile,
  LIKE_SRGB,
  PROPHOTO,
  rgbProfile,
  SWAPPED,
} from '../../support/icc-profile';
import { fixture } from '../../support/fixture';
import { picture } from '../../support/images';
import { pngChunk, pngFile } from '../../support/png-file';

const LIMITS: ImageLimits = { maxPixels: 1_000_000, formats: ['png', 'avif', 'tiff'] };
const TWO_LEVELS = 2;
/** A thumbnail is lossy: single values differ more, all together hardly. */
const THUMBNAIL_LEVELS = 2;

/** (200, 80, 80) of Display P3: linear light through the matrices of both, by hand. */
const P3_AS_SRGB = [216, 69, 75];

type Channels = 1 | 2 | 3 | 4;
const COLOUR_TYPES = { 1: 0, 2: 4, 3: 2, 4: 6 } as const;

const RGB_PROFILES = [
  ['like sRGB', rgbProfile(LIKE_SRGB)],
  ['Display P3', rgbProfile(DISPLAY_P3)],
  ['Adobe RGB', rgbProfile(ADOBE_RGB)],
  ['ProPhoto', rgbProfile(PROPHOTO)],
  ['with red and green swapped', rgbProfile(SWAPPED)],
] as const;
const GREY_PROFILES = [
  ['grey of gamma 1', greyProfile(1)],
  ['grey of gamma 1.8', greyProfile(1.8)],
  ['grey of gamma 2.2', greyProfile(2.2)],
] as const;
const CASES = [
  ...RGB_PROFILES.flatMap(([name, icc]) =>
    [3, 4].map((channels) => [name, channels, icc] as const),
  ),
  ...GREY_PROFILES.flatMap(([name, icc]) =>
    [1, 2].map((channels) => [name, channels, icc] as const),
  ),
];

describe('a 16-bit PNG with a colour profile', () => {
  it.each(CASES)('%s, %i channels, shows what its 8-bit twin shows', async (_, channels, icc) => {
    for (const [width, height] of [
      [32, 32],
      [90, 70],
    ] as const) {
      const twin = pngOf(8, width, height, channels as Channels, icc);
      const wide = pngOf(16, width, height, channels as Channels, icc);
      expect(await sharp(wide).metadata()).toMatchObject({ depth: 'ushort', hasProfile: true });
      const [a, b] = await Promise.all([decodeImage(twin, LIMITS), decodeImage(wide, LIMITS)]);
      expect(difference(a.pixels, b.pixels)).toBeLessThanOrEqual(TWO_LEVELS);
      const [smallA, smallB] = await Promise.all([thumbnailOf(twin), thumbnailOf(wide)]);
      expect(average(smallA, smallB)).toBeLessThanOrEqual(THUMBNAIL_LEVELS);
    }
  });

  it.each([
    ['swapped', 3, rgbProfile(SWAPPED)],
    ['grey of gamma 1', 1, greyProfile(1)],
  ] as const)('is not merely read without its profile: %s', async (_, channels, icc) => {
    const [plain, profiled] = await Promise.all([
      decodeImage(pngOf(16, 40, 40, channels, undefined), LIMITS),
      decodeImage(pngOf(16, 40, 40, channels, icc), LIMITS),
    ]);
    expect(difference(plain.pixels, profiled.pixels)).toBeGreaterThan(40);
  });
});

describe('a 16-bit TIFF with a colour profile', () => {
  it.each(RGB_PROFILES)('%s shows what its 8-bit twin as PNG shows', async (_, icc) => {
    const wide = pngOf(16, 60, 50, 3, icc);
    const tiff = await sharp(wide, { ignoreIcc: true })
      .toColourspace('rgb16')
      .keepIccProfile()
      .tiff({ compression: 'lzw' })
      .toBuffer();
    expect(await sharp(tiff).metadata()).toMatchObject({ depth: 'ushort', hasProfile: true });
    const [a, b] = await Promise.all([
      decodeImage(pngOf(8, 60, 50, 3, icc), LIMITS),
      decodeImage(tiff, LIMITS),
    ]);
    expect(difference(a.pixels, b.pixels)).toBeLessThanOrEqual(TWO_LEVELS);
  });
});

describe('an AVIF that names its colours by numbers', () => {
  it('is read in Display P3 where it says so', async () => {
    const { pixels } = await decodeImage(await fixture('p3-by-number.avif'), LIMITS);
    expect(difference(pixels.subarray(0, 3), Uint8Array.from(P3_AS_SRGB))).toBeLessThanOrEqual(
      TWO_LEVELS,
    );
  });
});

/** The same picture in 8 or 16 bits a sample: 16-bit samples repeat the byte. */
function pngOf(
  depth: 8 | 16,
  width: number,
  height: number,
  channels: Channels,
  icc: Uint8Array | undefined,
): Buffer {
  const samples = picture({ width, height, channels });
  const rowSamples = width * channels;
  const bytes = depth / 8;
  const lines = new Uint8Array(height * (1 + rowSamples * bytes));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < rowSamples; x++) {
      const at = y * (1 + rowSamples * bytes) + 1 + x * bytes;
      lines.fill(samples[y * rowSamples + x]!, at, at + bytes);
    }
  }
  const profile =
    icc && pngChunk('iCCP', Buffer.concat([Buffer.from('test\0\0', 'latin1'), deflateSync(icc)]));
  return pngFile({
    width,
    height,
    depth,
    colourType: COLOUR_TYPES[channels],
    lines,
    chunks: profile === undefined ? [] : [profile],
  });
}

async function thumbnailOf(file: Buffer): Promise<Uint8Array> {
  return sharp(await makeThumbnail(file))
    .resize(32, 32, { fit: 'fill' })
    .raw()
    .toBuffer();
}

/** In grey levels, on average. */
function average(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
}

/** In grey levels, at the value that differs most. */
function difference(a: Uint8Array, b: Uint8Array): number {
  expect(a).toHaveLength(b.length);
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}
