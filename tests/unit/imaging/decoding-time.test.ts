import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { IMAGE_FORMATS } from '../../../src/config/image-formats';
import { decodeImage } from '../../support/decode-for-cifar';
import type { DecodedImage, ImageLimits } from '../../../src/imaging/decoded-image';
import { limitTime, timeoutRefusal } from '../../../src/imaging/decoding-time';
import { openPicture } from '../../../src/imaging/open-picture';
import { withoutIdleChunks } from '../../../src/imaging/png-chunks';
import { makeThumbnail } from '../../../src/imaging/thumbnail';
import { firstWebpFrame } from '../../../src/imaging/webp-chunks';
import { drawing } from '../../support/images';
import { pngChunk, pngFile } from '../../support/png-file';

const LIMITS: ImageLimits = { maxPixels: 1_000_000, formats: IMAGE_FORMATS };
/** Each of the files below took 2 to 20 s of processor time before its parts were left out. */
const MAX_CPU_SECONDS = 1;
/** Large enough not to be decoded by the light path. */
const SIDE = 200;

describe('decoding', () => {
  it.each([
    ['a PNG with texts that unpack to gigabytes', 'png', pngOfTexts],
    ['a PNG of very many colour profiles', 'png', pngOfProfiles],
    ['a WebP of very many frames', 'webp', webpOfFrames],
  ] as const)('does not look through %s', async (_, format, make) => {
    const file = await make();
    expect(await cpuSecondsOf(() => decodeImage(file, LIMITS))).toBeLessThan(MAX_CPU_SECONDS);
    expect(await cpuSecondsOf(() => makeThumbnail(file))).toBeLessThan(MAX_CPU_SECONDS);
    const { width, height, ...image } = await decodeImage(file, LIMITS);
    expect({ width, height, format: image.format }).toEqual({ width: SIDE, height: SIDE, format });
  });

  it('refuses a PNG of more chunks than any encoder writes', async () => {
    const empty = pngChunk('IDAT');
    const file = blackPng([Buffer.alloc(70_000 * empty.length, empty)]);
    await expect(decodeImage(file, LIMITS)).rejects.toMatchObject({ code: 'CORRUPT_IMAGE' });
  });

  it.each([
    ['whose entries share their bytes', 40, 200_000],
    ['of very many entries', 2000, 1],
  ])('refuses a TIFF %s', async (_, entries, bytes) => {
    const plain = tiffWith(0, 0);
    await expect(decodeImage(plain, LIMITS)).resolves.toMatchObject({ width: SIDE });
    await expect(decodeImage(tiffWith(entries, bytes), LIMITS)).rejects.toMatchObject({
      code: 'CORRUPT_IMAGE',
    });
  });

  it('is broken off by libvips when it takes too long, with a sentence that says so', async () => {
    const create = { width: 12_000, height: 12_000, channels: 3, background: 'red' } as const;
    const slow = limitTime(sharp({ create }).blur(60), 1);
    const error: unknown = await slow.toBuffer().catch((cause: unknown) => cause);
    expect(timeoutRefusal(error)).toMatchObject({
      code: 'CORRUPT_IMAGE',
      message: 'The image takes too long to decode.',
    });
    expect(timeoutRefusal(new Error('Input buffer has corrupt header'))).toBeUndefined();
  });

  it.each(['png', 'jpeg', 'gif', 'webp', 'tiff', 'avif'] as const)(
    'of %s is limited in time',
    async (format) => {
      const file = await drawing({ width: SIDE, height: SIDE }).toFormat(format).toBuffer();
      const { read } = await openPicture(file, format, LIMITS);
      const { options } = (await read()) as unknown as { options: { timeoutSeconds: number } };
      expect(options.timeoutSeconds).toBe(20);
    },
  );
});

describe('the parts of a PNG', () => {
  it('are left out where no picture needs them, and kept in order otherwise', () => {
    const chunk = (type: string): Buffer => pngChunk(type, Buffer.from(type));
    const file = blackPng(
      ['iCCP', 'tEXt', 'iCCP', 'gAMA', 'prVt', 'eXIf', 'acTL', 'zTXt', 'PLTE'].map(chunk),
    );
    const kept = withoutIdleChunks(file);
    expect(Buffer.from(kept)).toEqual(blackPng(['iCCP', 'gAMA', 'eXIf', 'PLTE'].map(chunk)));
    expect(withoutIdleChunks(kept)).toBe(kept);
  });

  it('keep what is broken broken', () => {
    const file = blackPng([pngChunk('tEXt', Buffer.from('a'))]);
    const whole = withoutIdleChunks(file);
    for (let cut = 8; cut < file.length; cut++) {
      const left = withoutIdleChunks(file.subarray(0, cut));
      expect(left.length).toBeLessThan(whole.length);
    }
  });

  it('include orientation and transparency', async () => {
    const file = await drawing({ width: SIDE, height: 100, channels: 4 })
      .withMetadata({ orientation: 6 })
      .png()
      .toBuffer();
    const end = file.length - 12;
    const text = pngChunk('tEXt', Buffer.from('a\0b'));
    const longer = Buffer.concat([file.subarray(0, end), text, file.subarray(end)]);
    const [plain, withText] = [await decodeImage(file, LIMITS), await decodeImage(longer, LIMITS)];
    expect(withText).toEqual(plain);
    expect([plain.width, plain.height]).toEqual([100, SIDE]);
  });
});

describe('the parts of a WebP', () => {
  it('include orientation, colours and transparency', async () => {
    const file = await drawing({ width: SIDE, height: 100, channels: 4 })
      .withMetadata({ orientation: 6, icc: 'p3' })
      .webp()
      .toBuffer();
    expect(firstWebpFrame(file)).toBe(file);
    const longer = riff([file.subarray(12), riffChunk('XMP ', Buffer.alloc(9))]);
    expect(Buffer.from(firstWebpFrame(longer))).toEqual(file);
    expect(await decodeImage(longer, LIMITS)).toEqual(await decodeImage(file, LIMITS));
  });

  it('keep what is broken broken', async () => {
    const file = riff([...(await webpFrames(3)), riffChunk('XMP ', Buffer.alloc(100))]);
    const cut = firstWebpFrame(file.subarray(0, -50));
    const announced = Buffer.from(cut).readUInt32LE(4) + 8;
    expect(announced - cut.length).toBe(50);
  });

  it('are the first frame of an animation', async () => {
    const frames = await webpFrames(3);
    const all = await decodeImage(riff(frames), LIMITS);
    expect(all).toEqual(await decodeImage(riff(frames.slice(0, 3)), LIMITS));
    expect(all.pixels[0]).toBeGreaterThan(200);
  });
});

async function cpuSecondsOf(work: () => Promise<DecodedImage | Buffer>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function blackPng(chunks: readonly Buffer[]): Buffer {
  return pngFile({ width: SIDE, height: SIDE, chunks });
}

function pngOfTexts(): Buffer {
  const text = deflateSync(Buffer.alloc(50_000_000), { level: 9 });
  const plain = pngChunk('zTXt', Buffer.concat([Buffer.from('x\0\0'), text]));
  const international = pngChunk('iTXt', Buffer.concat([Buffer.from('x\0\x01\0\0\0'), text]));
  return blackPng([...Array<Buffer>(8).fill(plain), ...Array<Buffer>(8).fill(international)]);
}

/** Each breaks off after megabytes, and is then none, so that libpng tries the next one. */
function pngOfProfiles(): Buffer {
  const profile = Buffer.alloc(7_900_000);
  profile.writeUInt32BE(profile.length, 0);
  profile.write('mntrRGB XYZ ', 12, 'latin1');
  profile.write('acsp', 36, 'latin1');
  const compressed = deflateSync(profile, { level: 9 }).fill(1, 3000);
  const chunk = pngChunk('iCCP', Buffer.concat([Buffer.from('x\0\0'), compressed]));
  return blackPng(Array<Buffer>(1500).fill(chunk));
}

async function webpOfFrames(): Promise<Buffer> {
  return riff(await webpFrames(40_000));
}

/** What an animated WebP consists of; its first frame is red, the others are blue. */
async function webpFrames(count: number): Promise<Buffer[]> {
  const frame = async (background: string): Promise<Buffer> => {
    const create = { width: SIDE, height: SIDE, channels: 3, background } as const;
    const place = Buffer.alloc(16);
    place.writeUIntLE(SIDE - 1, 6, 3);
    place.writeUIntLE(SIDE - 1, 9, 3);
    const picture = await sharp({ create }).webp().toBuffer();
    return riffChunk('ANMF', Buffer.concat([place, picture.subarray(12)]));
  };
  const canvas = Buffer.alloc(10);
  canvas[0] = 2;
  canvas.writeUIntLE(SIDE - 1, 4, 3);
  canvas.writeUIntLE(SIDE - 1, 7, 3);
  const others = Array<Buffer>(count - 1).fill(await frame('blue'));
  return [
    riffChunk('VP8X', canvas),
    riffChunk('ANIM', Buffer.alloc(6)),
    await frame('red'),
    ...others,
  ];
}

function riff(chunks: readonly Buffer[]): Buffer {
  const content = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  return riffChunk('RIFF', content);
}

function riffChunk(type: string, data: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32LE(data.length, 4);
  return Buffer.concat([header, data, Buffer.alloc(data.length & 1)]);
}

/** A grey TIFF with more entries, each of the same bytes. */
function tiffWith(more: number, bytes: number): Buffer {
  const pixelsAt = 8;
  const entries = [
    [256, 4, 1, SIDE],
    [257, 4, 1, SIDE],
    [258, 3, 1, 8],
    [262, 3, 1, 1],
    [273, 4, 1, pixelsAt],
    [278, 4, 1, SIDE],
    [279, 4, 1, SIDE * SIDE],
    ...Array.from({ length: more }, (_, i) => [40_000 + i, 1, bytes, pixelsAt]),
  ] as const;
  const pixels = Buffer.alloc(Math.max(SIDE * SIDE, bytes), 128);
  const directory = Buffer.alloc(2 + entries.length * 12 + 4);
  directory.writeUInt16LE(entries.length, 0);
  for (const [i, [tag, type, count, value]] of entries.entries()) {
    directory.writeUInt16LE(tag, 2 + i * 12);
    directory.writeUInt16LE(type, 4 + i * 12);
    directory.writeUInt32LE(count, 6 + i * 12);
    directory.writeUInt32LE(value, 10 + i * 12);
  }
  const header = Buffer.from('II*\0....', 'latin1');
  header.writeUInt32LE(pixelsAt + pixels.length, 4);
  return Buffer.concat([header, pixels, directory]);
}
