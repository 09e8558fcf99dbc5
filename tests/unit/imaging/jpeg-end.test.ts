import type { Sharp } from 'sharp';
import type { ImageLimits } from '../../../src/imaging/decoded-image';
import { decodeImage } from '../../support/decode-for-cifar';
import { makeThumbnail } from '../../../src/imaging/thumbnail';
import { drawing } from '../../support/images';
import { sampledJpeg } from '../../support/sampled-jpeg';

const LIMITS: ImageLimits = { maxPixels: 1_000_000, formats: ['jpeg'] };
const SOS = 0xda;

const small = (): Sharp => drawing();
const large = (): Sharp => drawing({ width: 300, height: 200 });
const grey = (): Sharp => drawing({ width: 90, height: 70, channels: 1 }).toColourspace('b-w');
const FILES: readonly (readonly [string, () => Promise<Buffer>])[] = [
  ['small', () => small().jpeg().toBuffer()],
  ['large', () => large().jpeg({ quality: 90 }).toBuffer()],
  ['progressive', () => large().jpeg({ progressive: true }).toBuffer()],
  ['small and progressive', () => small().jpeg({ progressive: true }).toBuffer()],
  ['optimised by mozjpeg', () => large().jpeg({ mozjpeg: true }).toBuffer()],
  ['grey', () => grey().jpeg().toBuffer()],
  ['grey and progressive', () => grey().jpeg({ progressive: true }).toBuffer()],
  ['of three scans', () => sampledJpeg(90, 70, [2, 2])],
  ['turned by EXIF', () => large().withMetadata({ orientation: 6 }).jpeg().toBuffer()],
];

describe('a JPEG without its end marker', () => {
  it.each(FILES)('is taken for what it shows: %s', async (_, make) => {
    const whole = await make();
    const open = whole.subarray(0, -2);
    const [a, b] = await Promise.all([decodeImage(whole, LIMITS), decodeImage(open, LIMITS)]);
    expect(b).toEqual(a);
    expect(await makeThumbnail(open)).toEqual(await makeThumbnail(whole));
  });

  it.each(FILES)('is refused when pixels are missing, too: %s', async (_, make) => {
    const whole = await make();
    const scan = whole.indexOf(Buffer.of(0xff, SOS));
    const body = whole.length - scan;
    for (const share of [0.05, 0.3, 0.5, 0.8, 0.95]) {
      const cut = whole.subarray(0, scan + 16 + Math.floor((body - 24) * share));
      await expect(decodeImage(cut, LIMITS)).rejects.toMatchObject({ code: 'CORRUPT_IMAGE' });
    }
  });

  it.each(['progressive', 'optimised by mozjpeg', 'of three scans'])(
    'is refused when whole scans are missing: %s',
    async (name) => {
      const whole = await FILES.find(([other]) => other === name)![1]();
      const scans = scansOf(whole);
      expect(scans.length).toBeGreaterThan(2);
      for (const start of scans.slice(1)) {
        await expect(decodeImage(whole.subarray(0, start), LIMITS)).rejects.toMatchObject({
          code: 'CORRUPT_IMAGE',
        });
      }
    },
  );
});

/** Where the scans of a JPEG begin, with the tables that belong to them. */
function scansOf(file: Buffer): number[] {
  const starts: number[] = [];
  let behind = 0;
  for (let at = 0; at < file.length - 1; at++) {
    if (file[at] !== 0xff) continue;
    const marker = file[at + 1]!;
    const isPixels = marker === 0 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd8);
    if (isPixels) continue;
    if (behind === 0) behind = at; // the first marker after the pixels of the scan before
    if (marker === SOS) {
      starts.push(behind);
      behind = 0;
    }
    at += marker === 0xd9 ? 1 : 1 + file.readUInt16BE(at + 2);
  }
  return starts;
}
