import sharp from 'sharp';
import { decodeImage } from '../../support/decode-for-cifar';
import type { ImageLimits } from '../../../src/imaging/decoded-image';
import { drawing, jpeg, picture, png, quarters } from '../../support/images';
import { pngChunk, pngFile } from '../../support/png-file';

const LIMITS: ImageLimits = { maxPixels: 1_000_000, formats: ['png', 'jpeg', 'gif', 'webp'] };
const WHITE = [255, 255, 255];

describe('decodeImage', () => {
  it.each([
    ['png', 32, 32],
    ['jpeg', 32, 32],
    ['webp', 40, 30],
    ['gif', 50, 20],
    ['png', 1, 1],
    ['png', 4097, 1],
    ['jpeg', 700, 500],
  ] as const)('turns a %s of %i×%i into 32×32 RGB', async (format, width, height) => {
    const file = await drawing({ width, height }).toFormat(format).toBuffer();
    const image = await decodeImage(file, LIMITS);
    expect(image).toMatchObject({ format, width, height });
    expect(image.pixels).toHaveLength(3072);
    expect(Math.abs(average(image.pixels) - average(picture({ width, height })))).toBeLessThan(3);
  });

  it.each([
    ['a small PNG', () => png()],
    ['a small JPEG', () => jpeg()],
    ['a large JPEG', () => jpeg({ width: 500, height: 400 })],
    ['a small WebP', () => drawing().webp().toBuffer()],
  ])('gives the pixels of %s an ArrayBuffer of their own, to be transferred', async (_, make) => {
    const { pixels } = await decodeImage(await make(), LIMITS);
    expect(pixels.buffer.byteLength).toBe(3072);
  });

  it('takes a view into a larger buffer for what it shows', async () => {
    const file = await png();
    const padded = Buffer.concat([Buffer.alloc(5), file, Buffer.alloc(9)]);
    const view = padded.subarray(5, 5 + file.length);
    expect((await decodeImage(view, LIMITS)).pixels).toEqual(
      (await decodeImage(file, LIMITS)).pixels,
    );
  });

  it('leaves a 32×32 PNG exactly as it is', async () => {
    expect(Buffer.from((await decodeImage(await png(), LIMITS)).pixels)).toEqual(picture());
  });

  it('stretches a picture that is not square', async () => {
    const { pixels } = await decodeImage(await quarters(100, 20).png().toBuffer(), LIMITS);
    expect(cornersOf(pixels)).toBe('red green / blue white');
  });

  it('shrinks a picture that sharp shrinks as it shrinks a small one', async () => {
    const [small, large] = await Promise.all(
      [64, 66].map(async (side) => {
        const file = await drawing({ width: 128, height: 128 })
          .resize(side, side, { kernel: 'linear' })
          .png()
          .toBuffer();
        return (await decodeImage(file, LIMITS)).pixels;
      }),
    );
    expect(average(small!.map((value, i) => Math.abs(value - large![i]!)))).toBeLessThan(1.5);
  });

  it.each([
    [1, 'red green / blue white'],
    [2, 'green red / white blue'],
    [3, 'white blue / green red'],
    [4, 'blue white / red green'],
    [5, 'red blue / green white'],
    [6, 'blue red / white green'],
    [7, 'white green / blue red'],
    [8, 'green white / red blue'],
  ])('turns a picture of EXIF orientation %i upright', async (orientation, corners) => {
    for (const [width, height] of [
      [40, 60],
      [400, 600],
    ] as const) {
      const upright = orientation < 5 ? { width, height } : { width: height, height: width };
      const turned = quarters(width, height).withMetadata({ orientation });
      const files = [turned.clone().png(), turned.clone().jpeg({ quality: 95 }), turned.webp()];
      for (const file of files) {
        const image = await decodeImage(await file.toBuffer(), LIMITS);
        expect(image).toMatchObject(upright);
        expect(cornersOf(image.pixels)).toBe(corners);
      }
    }
  });

  it.each([2, 4] as const)('flattens the alpha of %i channels on white', async (channels) => {
    for (const side of [32, 100]) {
      const half = Buffer.alloc((side * side * channels) / 2);
      for (let i = channels - 1; i < half.length; i += channels) half[i] = 128;
      const clear = Buffer.alloc(half.length);
      const raw = { width: side, height: side, channels };
      const image = sharp(Buffer.concat([half, clear]), { raw }).toColourspace(
        channels === 2 ? 'b-w' : 'srgb',
      );
      const { pixels } = await decodeImage(await image.png().toBuffer(), LIMITS);
      expect([...pixels.subarray(0, 3)]).toEqual([127, 127, 127]);
      expect([...pixels.subarray(-3)]).toEqual(WHITE);
    }
  });

  it('flattens a transparent colour of a palette on white', async () => {
    const palette = [
      pngChunk('PLTE', Uint8Array.of(200, 0, 0, 0, 0, 200)),
      pngChunk('tRNS', Uint8Array.of(255, 0)),
    ];
    const lines = new Uint8Array(32 * 33);
    lines.fill(1, 16 * 33 + 1);
    for (let y = 0; y < 32; y++) lines[y * 33] = 0;
    const file = pngFile({ colourType: 3, lines, chunks: palette });
    const { pixels } = await decodeImage(file, LIMITS);
    expect([...pixels.subarray(0, 3)]).toEqual([200, 0, 0]);
    expect([...pixels.subarray(-3)]).toEqual(WHITE);
  });

  it('makes three equal channels of grey', async () => {
    const grey = drawing({ channels: 1 }).toColourspace('b-w');
    for (const file of [grey.clone().jpeg(), grey.clone().png(), grey.webp()]) {
      const { pixels } = await decodeImage(await file.toBuffer(), LIMITS);
      for (let i = 0; i < 3072; i += 3) {
        expect(Math.abs(pixels[i]! - pixels[i + 1]!)).toBeLessThanOrEqual(1);
        expect(Math.abs(pixels[i]! - pixels[i + 2]!)).toBeLessThanOrEqual(1);
      }
    }
  });

  it.each([
    [1, 'grey16', 0x80],
    [3, 'rgb16', 0x80],
    [4, 'rgb16', 0xbf],
  ] as const)('reduces 16 bits of %i channels to 8', async (channels, space, expected) => {
    const wide = new Uint16Array(32 * 32 * channels).fill(0x8080);
    const file = await sharp(wide, { raw: { width: 32, height: 32, channels } })
      .toColourspace(space)
      .png()
      .toBuffer();
    expect((await sharp(file).metadata()).depth).toBe('ushort');
    const { pixels } = await decodeImage(file, LIMITS);
    expect(pixels.every((value) => Math.abs(value - expected) <= 1)).toBe(true);
  });

  it('reads pixels of 1 bit', async () => {
    const lines = new Uint8Array(32 * 5);
    for (let y = 16; y < 32; y++) lines.fill(0xff, y * 5 + 1, y * 5 + 5);
    const { pixels } = await decodeImage(pngFile({ depth: 1, colourType: 0, lines }), LIMITS);
    expect([pixels[0], pixels[3071]]).toEqual([0, 255]);
  });

  it.each([32, 200])(
    'reads a CMYK picture %i pixels wide as the colours it prints',
    async (side) => {
      const red = { width: side, height: side, channels: 3, background: '#e02020' } as const;
      const file = await sharp({ create: red }).toColourspace('cmyk').jpeg().toBuffer();
      expect((await sharp(file).metadata()).space).toBe('cmyk');
      const { pixels } = await decodeImage(file, LIMITS);
      expect(pixels[0]).toBeGreaterThan(180);
      expect(pixels[1]).toBeLessThan(90);
    },
  );

  it('brings the colours of a profile to sRGB', async () => {
    const plain = drawing({ width: 60, height: 60 });
    const profiled = await plain.clone().withIccProfile('p3').png().toBuffer();
    const [a, b] = [
      await decodeImage(await plain.png().toBuffer(), LIMITS),
      await decodeImage(profiled, LIMITS),
    ];
    expect(average(a.pixels.map((value, i) => Math.abs(value - b.pixels[i]!)))).toBeLessThan(3);
  });

  it.each(['gif', 'webp'] as const)('takes the first frame of an animated %s', async (format) => {
    const frames = Buffer.concat([Buffer.alloc(40 * 40 * 3, 250), Buffer.alloc(40 * 40 * 3, 5)]);
    const raw = { width: 40, height: 80, channels: 3, pageHeight: 40 } as const;
    const file = await sharp(frames, { raw }).toFormat(format).toBuffer();
    expect((await sharp(file).metadata()).pages).toBe(2);
    const { pixels, height } = await decodeImage(file, LIMITS);
    expect(height).toBe(40);
    expect(average(pixels)).toBeGreaterThan(240);
  });
});

function average(values: Uint8Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The colours in the corners of a decoded picture, line by line, as `quarters` paints them. */
function cornersOf(pixels: Uint8Array): string {
  const names = ['black', 'blue', 'green', '', 'red', '', '', 'white'];
  const at = ([x, y]: readonly [number, number]): string => {
    const [red, green, blue] = pixels.subarray((y * 32 + x) * 3).map((value) => value >> 7);
    return names[red! * 4 + green! * 2 + blue!]!;
  };
  const [topLeft, topRight, left, right] = (
    [
      [3, 3],
      [28, 3],
      [3, 28],
      [28, 28],
    ] as const
  ).map(at);
  return `${topLeft} ${topRight} / ${left} ${right}`;
}
