import fc from 'fast-check';
import sharp from 'sharp';
import { uprightJpegSize } from '../../../src/imaging/upright-jpeg-size';

const picture = (width: number, height: number, channels: 1 | 3 = 3): sharp.Sharp =>
  sharp(Buffer.alloc(width * height * channels, 90), { raw: { width, height, channels } });

describe('the size in the header of a JPEG', () => {
  it('is that of the picture, however it is stored', async () => {
    const side = fc.integer({ min: 1, max: 300 });
    await fc.assert(
      fc.asyncProperty(side, side, fc.boolean(), fc.boolean(), async (w, h, progressive, grey) => {
        const file = await picture(w, h, grey ? 1 : 3)
          .jpeg({ progressive })
          .toBuffer();
        expect(uprightJpegSize(file)).toEqual({ width: w, height: h });
      }),
      { numRuns: 25 },
    );
  });

  it('is left to libvips where EXIF may turn the picture', async () => {
    const file = await picture(30, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(uprightJpegSize(file)).toBeUndefined();
  });

  it('is left to libvips where the header ends too early, or names two sizes', async () => {
    const file = await picture(30, 20).jpeg().toBuffer();
    const frame = file.indexOf(Buffer.of(0xff, 0xc0));
    const frameEnd = frame + 2 + file.readUInt16BE(frame + 2);
    expect(uprightJpegSize(file.subarray(0, frame))).toBeUndefined();
    expect(uprightJpegSize(file.subarray(0, frame + 6))).toBeUndefined();
    const twice = [file.subarray(0, frameEnd), file.subarray(frame, frameEnd)];
    expect(uprightJpegSize(Buffer.concat([...twice, file.subarray(frameEnd)]))).toBeUndefined();
    const extended = Buffer.from(file.subarray(frame, frameEnd));
    extended[1] = 0xc1;
    const mixed = [file.subarray(0, frame), extended, file.subarray(frame)];
    expect(uprightJpegSize(Buffer.concat(mixed))).toBeUndefined();
  });

  it('is never that of an empty picture', async () => {
    const file = Buffer.from(await picture(30, 20).jpeg().toBuffer());
    file.writeUInt16BE(0, file.indexOf(Buffer.of(0xff, 0xc0)) + 5);
    expect(uprightJpegSize(file)).toBeUndefined();
  });
});
