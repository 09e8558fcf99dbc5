import fc from 'fast-check';
import sharp from 'sharp';
import { decodeBySharp } from '../../../src/imaging/decode-by-sharp';
import { decodeImage } from '../../../src/imaging/decode-image';
import { decodeSmall } from '../../../src/imaging/decode-small';
import type { ImageFormat, ImageLimits } from '../../../src/imaging/decoded-image';
import { ImageError } from '../../../src/imaging/image-error';
import { drawing, jpeg, picture, png } from '../../support/images';
import { pngFile } from '../../support/png-file';

const LIMITS: ImageLimits = { maxPixels: 1_000_000, formats: ['png', 'jpeg', 'gif', 'webp'] };

describe('decodeImage', () => {
  it.each([
    ['png', 32, 32],
    ['jpeg', 32, 32],
    ['webp', 40, 30],
    ['gif', 50, 20],
    ['png', 1, 1],
    ['jpeg', 700, 500],
  ] as const)('turns a %s of %i×%i into 32×32 RGB', async (format, width, height) => {
    const file = await drawing({ width, height }).toFormat(format).toBuffer();
    const image = await decodeImage(file, LIMITS);
    expect(image).toMatchObject({ format, width, height });
    expect(image.pixels).toHaveLength(3072);
    expect(image.pixels.buffer.byteLength).toBe(3072);
    expect(average(image.pixels)).toBeCloseTo(average(picture({ width, height })), -1);
  });

  it('leaves a 32×32 PNG exactly as it is', async () => {
    expect(Buffer.from((await decodeImage(await png(), LIMITS)).pixels)).toEqual(picture());
  });

  it('obeys the EXIF orientation', async () => {
    const upright = await drawing({ width: 40, height: 60 }).png().toBuffer();
    const turned = await sharp(upright)
      .rotate(-90)
      .withMetadata({ orientation: 6 })
      .png()
      .toBuffer();
    const [a, b] = [await decodeImage(upright, LIMITS), await decodeImage(turned, LIMITS)];
    expect([b.width, b.height]).toEqual([40, 60]);
    expect(largestDifference(a.pixels, b.pixels)).toBeLessThanOrEqual(1);
  });

  it.each([2, 4] as const)('flattens the alpha of %i channels on white', async (channels) => {
    const data = Buffer.alloc(32 * 32 * channels, 0);
    for (let i = 0; i < 512; i++) data[i * channels + channels - 1] = 128;
    const file = await sharp(data, { raw: { width: 32, height: 32, channels } })
      .png()
      .toBuffer();
    const { pixels } = await decodeImage(file, LIMITS);
    expect(pixels[0]).toBe(127);
    expect(pixels[3071]).toBe(255);
  });

  it('makes three equal channels of grey', async () => {
    const file = await drawing({ channels: 1 }).toColourspace('b-w').jpeg().toBuffer();
    const { pixels } = await decodeImage(file, LIMITS);
    for (let i = 0; i < 3072; i += 3) expect(pixels[i]).toBe(pixels[i + 2]);
  });

  it('reduces 16 bits to 8', async () => {
    const wide = new Uint16Array(32 * 32 * 3).fill(0x8080);
    const file = await sharp(wide, { raw: { width: 32, height: 32, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    const { depth } = await sharp(file).metadata();
    expect(depth).toBe('ushort');
    expect((await decodeImage(file, LIMITS)).pixels.every((v) => Math.abs(v - 0x80) <= 1)).toBe(
      true,
    );
  });

  it('reads CMYK as the colours it prints', async () => {
    const red = { create: { width: 32, height: 32, channels: 3, background: '#e02020' } } as const;
    const file = await sharp(red).toColourspace('cmyk').jpeg().toBuffer();
    expect((await sharp(file).metadata()).space).toBe('cmyk');
    const { pixels } = await decodeImage(file, LIMITS);
    expect(pixels[0]).toBeGreaterThan(180);
    expect(pixels[1]).toBeLessThan(90);
  });

  it('takes the first frame of an animation', async () => {
    const frames = Buffer.concat([Buffer.alloc(40 * 40 * 3, 250), Buffer.alloc(40 * 40 * 3, 5)]);
    const raw = { width: 40, height: 80, channels: 3, pageHeight: 40 } as const;
    const file = await sharp(frames, { raw }).gif().toBuffer();
    expect((await sharp(file).metadata()).pages).toBe(2);
    const { pixels, height } = await decodeImage(file, LIMITS);
    expect(height).toBe(40);
    expect(average(pixels)).toBeGreaterThan(240);
  });

  it.each([
    ['nothing', () => Buffer.alloc(0), 'EMPTY_FILE'],
    ['text', () => Buffer.from('cat.jpg'), 'UNSUPPORTED_IMAGE'],
    [
      'a format it does not know',
      () => Buffer.from('BM\x36\x00\x00\x00', 'latin1'),
      'UNSUPPORTED_IMAGE',
    ],
    ['half a JPEG', async () => half(await jpeg()), 'CORRUPT_IMAGE'],
    ['half a PNG', async () => half(await png()), 'CORRUPT_IMAGE'],
    [
      'half a large JPEG',
      async () => half(await jpeg({ width: 500, height: 400 })),
      'CORRUPT_IMAGE',
    ],
    ['a PNG signature alone', async () => (await png()).subarray(0, 8), 'CORRUPT_IMAGE'],
    [
      'a decompression bomb',
      () => pngFile({ width: 60_000, height: 60_000, lines: Buffer.alloc(1000) }),
      'IMAGE_TOO_LARGE',
    ],
    ['a picture over the limit', () => jpeg({ width: 1001, height: 1000 }), 'IMAGE_TOO_LARGE'],
  ])('refuses %s', async (_, make, code) => {
    await expect(decodeImage(await make(), LIMITS)).rejects.toMatchObject({ code });
  });

  it('refuses a format that is switched off, and a small picture over a smaller limit', async () => {
    const pngOnly: ImageLimits = { maxPixels: 1000, formats: ['png'] };
    await expect(decodeImage(await jpeg(), pngOnly)).rejects.toMatchObject({
      code: 'FORMAT_NOT_ALLOWED',
    });
    await expect(decodeImage(await png(), pngOnly)).rejects.toMatchObject({
      code: 'IMAGE_TOO_LARGE',
    });
  });

  it('gives an image or an ImageError for any damage to a file, and the same as sharp', async () => {
    const files = await Promise.all([
      png(),
      jpeg(),
      drawing().jpeg({ progressive: true }).toBuffer(),
      drawing({ channels: 4 }).webp().toBuffer(),
      drawing().gif().toBuffer(),
    ]);
    const damage = fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(255)), {
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        damage,
        fc.double({ min: 0.3, max: 1, noNaN: true }),
        async (file, changes, kept) => {
          const bytes = Uint8Array.from(file.subarray(0, Math.ceil(file.length * kept)));
          for (const [place, value] of changes) bytes[Math.floor(place * bytes.length)] = value;
          const outcome = await decodeImage(bytes, LIMITS).catch((error: unknown) => error);
          if (outcome instanceof ImageError) return;
          expect(outcome).toHaveProperty('pixels.length', 3072);
          const { format, pixels } = outcome as { format: ImageFormat; pixels: Uint8Array };
          const reference = await decodeBySharp(bytes, format, LIMITS);
          expect(largestDifference(pixels, reference.pixels)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('gives an ImageError for any bytes that are no image', async () => {
    const signature = fc.constantFrom(
      [],
      [0xff, 0xd8, 0xff],
      [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10],
      [...Buffer.from('GIF89a')],
    );
    await fc.assert(
      fc.asyncProperty(signature, fc.uint8Array({ maxLength: 300 }), async (start, rest) => {
        const bytes = Uint8Array.from([...start, ...rest]);
        await expect(decodeImage(bytes, LIMITS)).rejects.toBeInstanceOf(ImageError);
      }),
    );
  });
});

describe('the light path and sharp', () => {
  const sizes = [
    [32, 32],
    [1, 1],
    [7, 50],
    [33, 31],
    [64, 64],
    [64, 20],
  ] as const;
  const modes: readonly [
    string,
    1 | 2 | 3 | 4,
    ImageFormat,
    (image: sharp.Sharp) => sharp.Sharp,
  ][] = [
    ['RGB PNG', 3, 'png', (image) => image.png()],
    ['RGBA PNG', 4, 'png', (image) => image.png()],
    ['grey PNG', 1, 'png', (image) => image.toColourspace('b-w').png()],
    ['grey and alpha PNG', 2, 'png', (image) => image.toColourspace('b-w').png()],
    ['JPEG 4:4:4', 3, 'jpeg', (image) => image.jpeg({ chromaSubsampling: '4:4:4', quality: 90 })],
    ['JPEG 4:2:0', 3, 'jpeg', (image) => image.jpeg({ quality: 75 })],
    ['progressive JPEG', 3, 'jpeg', (image) => image.jpeg({ progressive: true, quality: 50 })],
    ['grey JPEG', 1, 'jpeg', (image) => image.toColourspace('b-w').jpeg()],
  ];
  const cases = sizes.flatMap(([width, height]) =>
    modes.map((mode) => [...mode, width, height] as const),
  );

  it.each(cases)(
    'agree within one grey level on a %s',
    async (_, channels, format, encode, width, height) => {
      const file = await encode(
        drawing({ width, height, channels, seed: width * height }),
      ).toBuffer();
      expect(await decodeSmall(file, format)).toBeDefined();
      const light = await decodeImage(file, LIMITS);
      const reference = await decodeBySharp(file, format, LIMITS);
      expect(light).toMatchObject({ width, height, format });
      expect(largestDifference(light.pixels, reference.pixels)).toBeLessThanOrEqual(1);
    },
  );

  it.each([
    ['EXIF', () => drawing().withMetadata({ orientation: 3 }).jpeg().toBuffer(), 'jpeg'],
    ['a colour profile', () => drawing().withIccProfile('p3').png().toBuffer(), 'png'],
    ['interlacing', () => drawing().png({ progressive: true }).toBuffer(), 'png'],
    ['16 bits', () => drawing().toColourspace('rgb16').png().toBuffer(), 'png'],
    ['more than 64×64', () => jpeg({ width: 65, height: 64 }), 'jpeg'],
  ] as const)('leave %s to sharp', async (_, make, format) => {
    expect(await decodeSmall(await make(), format)).toBeUndefined();
  });

  it('keep working after a thousand broken files', async () => {
    const good = await jpeg();
    const broken = half(good);
    for (let i = 0; i < 1000; i++) expect(await decodeSmall(broken, 'jpeg')).toBeUndefined();
    expect(await decodeSmall(good, 'jpeg')).toBeDefined();
  });
});

function half(file: Buffer): Buffer {
  return file.subarray(0, file.length / 2);
}

function average(values: Uint8Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function largestDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}
