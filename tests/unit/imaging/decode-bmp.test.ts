import { decodeBmp } from '../../../src/imaging/bmp/decode-bmp';
import { decodeImage } from '../../support/decode-for-cifar';
import type { ImageLimits } from '../../../src/imaging/decoded-image';
import { bmpFile, bmpRows, type BmpFileOptions } from '../../support/bmp-file';
import { rgbProfile, SWAPPED } from '../../support/icc-profile';

const LIMITS: ImageLimits = { maxPixels: 1_000_000, formats: ['bmp'] };
const [RED, GREEN, BLUE, WHITE] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
] as const;
const PALETTE = [RED, GREEN, BLUE, WHITE];
const [WIDTH, HEIGHT] = [21, 14];

/** Red, green; blue, white. */
const quarter = (x: number, y: number): number =>
  (y < HEIGHT / 2 ? 0 : 2) + (x < WIDTH / 2 ? 0 : 1);
const rows = (bits: number, values: readonly number[]): Buffer =>
  bmpRows(WIDTH, HEIGHT, bits, (x, y) => values[quarter(x, y)]!);
const shape = { width: WIDTH, height: HEIGHT };
const indices = [0, 1, 2, 3];
const COLOURS_24 = [0xff0000, 0x00ff00, 0x0000ff, 0xffffff];
const MASKS_565 = [0xf800, 0x07e0, 0x001f];
const MASKS_8888 = [0x000000ff, 0x0000ff00, 0x00ff0000, 0xff000000];

describe('decodeBmp', () => {
  it.each<[string, Omit<BmpFileOptions, 'width' | 'height'>]>([
    ['2 bits', { bits: 2, palette: PALETTE, data: rows(2, indices) }],
    ['4 bits', { bits: 4, palette: PALETTE, data: rows(4, indices) }],
    ['8 bits', { bits: 8, palette: PALETTE, data: rows(8, indices) }],
    ['8 bits of OS/2', { bits: 8, headerBytes: 12, palette: PALETTE, data: rows(8, indices) }],
    ['24 bits', { bits: 24, data: rows(24, COLOURS_24) }],
    ['24 bits of OS/2', { bits: 24, headerBytes: 12, data: rows(24, COLOURS_24) }],
    [
      '24 bits with a palette for old screens',
      { bits: 24, palette: PALETTE, data: rows(24, COLOURS_24) },
    ],
    ['16 bits, 555', { bits: 16, data: rows(16, [0x7c00, 0x03e0, 0x001f, 0x7fff]) }],
    [
      '16 bits, 565',
      {
        bits: 16,
        compression: 3,
        masks: MASKS_565,
        data: rows(16, [0xf800, 0x07e0, 0x001f, 0xffff]),
      },
    ],
    ['32 bits', { bits: 32, data: rows(32, COLOURS_24) }],
    [
      '32 bits, the fourth byte set',
      {
        bits: 32,
        data: rows(
          32,
          COLOURS_24.map((c) => c + 0x5a000000),
        ),
      },
    ],
    [
      '32 bits by masks',
      {
        bits: 32,
        compression: 3,
        masks: [0xff000000, 0xff0000, 0xff00],
        data: rows(32, [0xff000000, 0xff0000, 0xff00, 0xffffff00]),
      },
    ],
    [
      'a header of version 2',
      {
        bits: 32,
        headerBytes: 52,
        compression: 3,
        masks: MASKS_8888.slice(0, 3),
        data: rows(32, [0xff, 0xff00, 0xff0000, 0xffffff]),
      },
    ],
    [
      'a header of version 4',
      {
        bits: 32,
        headerBytes: 108,
        compression: 3,
        masks: MASKS_8888,
        data: rows(32, [0xff0000ff, 0xff00ff00, 0xffff0000, 0xffffffff]),
      },
    ],
    [
      'alpha that was never set',
      {
        bits: 32,
        headerBytes: 124,
        compression: 3,
        masks: MASKS_8888,
        data: rows(32, [0xff, 0xff00, 0xff0000, 0xffffff]),
      },
    ],
    [
      '10 bits a colour',
      {
        bits: 32,
        compression: 3,
        masks: [0x3ff00000, 0xffc00, 0x3ff],
        data: rows(32, [0x3ff00000, 0xffc00, 0x3ff, 0x3fffffff]),
      },
    ],
    ['run lengths of 8 bits', { bits: 8, compression: 1, palette: PALETTE, data: runs(8) }],
    ['run lengths of 4 bits', { bits: 4, compression: 2, palette: PALETTE, data: runs(4) }],
    [
      'run lengths without an end',
      { bits: 8, compression: 1, palette: PALETTE, data: runs(8).subarray(0, -4) },
    ],
  ])('reads %s', (_, options) => {
    expect(quartersOf(bmpFile({ ...shape, ...options }))).toEqual([RED, GREEN, BLUE, WHITE]);
  });

  it('reads 1 bit', () => {
    const palette = [RED, BLUE] as const;
    const data = bmpRows(WIDTH, HEIGHT, 1, (x) => (x < WIDTH / 2 ? 0 : 1));
    const file = bmpFile({ ...shape, bits: 1, palette, data });
    expect(quartersOf(file)).toEqual([RED, BLUE, RED, BLUE]);
  });

  it('reads lines from the top', () => {
    const file = bmpFile({ width: WIDTH, height: -HEIGHT, bits: 24, data: rows(24, COLOURS_24) });
    expect(quartersOf(file)).toEqual([BLUE, WHITE, RED, GREEN]);
  });

  it('reads runs of colours as they are, moves, and what runs over a line', () => {
    const data = Buffer.from([
      ...[0, 3, 1, 2, 3, 0], // three colours, padded
      ...[9, 2], // runs over the end of the line
      ...[0, 0],
      ...[0, 2, 2, 1], // two to the right, one up
      ...[1, 1],
      ...[0, 1],
    ]);
    const file = bmpFile({ width: 4, height: 3, bits: 8, compression: 1, palette: PALETTE, data });
    const { data: pixels, channels } = decodeBmp(file, LIMITS);
    expect(channels).toBe(4);
    const clear = [0, 0, 0, 0];
    const opaque = (colour: readonly number[]): number[] => [...colour, 255];
    expect([...pixels]).toEqual(
      [
        ...[clear, clear, opaque(GREEN), clear],
        ...[clear, clear, clear, clear],
        ...[opaque(GREEN), opaque(BLUE), opaque(WHITE), opaque(BLUE)],
      ].flat(),
    );
  });

  it('flattens alpha on white', async () => {
    const data = bmpRows(8, 8, 32, () => 0x80000000);
    const options = { bits: 32, headerBytes: 56, compression: 3, masks: MASKS_8888, data };
    const { pixels } = await decodeImage(bmpFile({ width: 8, height: 8, ...options }), LIMITS);
    expect([...pixels.subarray(0, 3)]).toEqual([127, 127, 127]);
  });

  it.each([
    ['small', 20],
    ['large', 200],
  ])('obeys the colour profile of version 5 in a %s picture', async (_, side) => {
    const data = bmpRows(side, side, 24, () => 0xdc2828);
    const icc = rgbProfile(SWAPPED);
    const file = bmpFile({ width: side, height: side, bits: 24, headerBytes: 124, icc, data });
    const { pixels, format } = await decodeImage(file, LIMITS);
    expect(format).toBe('bmp');
    const [red, green] = pixels;
    expect([red! < 60, green! > 200]).toEqual([true, true]);
  });

  it('decodes a large picture in its thread, with a thumbnail', async () => {
    const data = bmpRows(300, 200, 24, (x) => (x < 150 ? 0xff0000 : 0x0000ff));
    const image = await decodeImage(bmpFile({ width: 300, height: 200, bits: 24, data }), LIMITS);
    expect(image).toMatchObject({ format: 'bmp', width: 300, height: 200 });
    expect([...image.pixels.subarray(0, 3)]).toEqual(RED);
    expect([...image.pixels.subarray(93, 96)]).toEqual(BLUE);
    expect(Buffer.from(image.thumbnail!.subarray(8, 12)).toString('latin1')).toBe('WEBP');
  });

  const plain = { ...shape, bits: 24, data: rows(24, COLOURS_24) };
  it.each<[string, string, Buffer]>([
    ['pixels that are cut off', 'CORRUPT_IMAGE', bmpFile(plain).subarray(0, -1)],
    [
      'runs that are cut off',
      'CORRUPT_IMAGE',
      bmpFile({
        ...shape,
        bits: 8,
        compression: 1,
        palette: PALETTE,
        data: runs(8).subarray(0, 20),
      }),
    ],
    ['a header that is cut off', 'CORRUPT_IMAGE', bmpFile(plain).subarray(0, 40)],
    ['no width', 'CORRUPT_IMAGE', bmpFile({ ...plain, width: 0 })],
    ['a negative width', 'CORRUPT_IMAGE', bmpFile({ ...plain, width: -21 })],
    ['3 bits', 'CORRUPT_IMAGE', bmpFile({ ...plain, bits: 3 })],
    [
      'a mask with a gap',
      'CORRUPT_IMAGE',
      bmpFile({ ...plain, bits: 32, compression: 3, masks: [0x50, 0xff00, 0xff0000] }),
    ],
    ['a JPEG inside', 'UNSUPPORTED_IMAGE', bmpFile({ ...plain, compression: 4 })],
    ['a header of another length', 'UNSUPPORTED_IMAGE', bmpFile({ ...plain, headerBytes: 42 })],
    ['too many pixels', 'IMAGE_TOO_LARGE', bmpFile({ ...plain, width: 100_000, height: 100_000 })],
  ])('refuses %s', async (_, code, file) => {
    await expect(decodeImage(file, LIMITS)).rejects.toMatchObject({ name: 'ImageError', code });
  });
});

/** The colours in the middle of the quarters, line by line. */
function quartersOf(file: Buffer): number[][] {
  const { data, width, height, channels } = decodeBmp(file, LIMITS);
  expect([width, height]).toEqual([WIDTH, HEIGHT]);
  return [
    [4, 3],
    [16, 3],
    [4, 10],
    [16, 10],
  ].map(([x, y]) => {
    const at = (y! * width + x!) * channels;
    return [...data.subarray(at, at + 3)];
  });
}

/** The quarters in run lengths. */
function runs(bits: 4 | 8): Buffer {
  const value = (index: number): number => (bits === 8 ? index : index * 17);
  const lines = Array.from({ length: HEIGHT }, (_, line) => {
    const y = HEIGHT - 1 - line;
    return [11, value(quarter(0, y)), 10, value(quarter(WIDTH - 1, y)), 0, 0];
  });
  return Buffer.from([...lines.flat(), 0, 1]);
}
