import { drawing } from './images';

/** How many samples of luma stand for one of chroma: [2, 2] is 4:2:0, [2, 1] 4:2:2, [1, 2] 4:4:0. */
export type Sampling = readonly [horizontal: number, vertical: number];

interface Grey {
  readonly tables: Buffer;
  readonly scan: Buffer;
}

const SOI = Buffer.from([0xff, 0xd8]);
const EOI = Buffer.from([0xff, 0xd9]);

/**
 * A JPEG of any chroma subsampling, which sharp's encoder does not offer: three grey JPEGs, the two
 * for chroma smaller, become the three scans of one file.
 */
export async function sampledJpeg(
  width: number,
  height: number,
  [horizontal, vertical]: Sampling,
): Promise<Buffer> {
  const chromaWidth = Math.ceil(width / horizontal);
  const chromaHeight = Math.ceil(height / vertical);
  const planes = await Promise.all([
    greyJpeg(width, height, 1),
    greyJpeg(chromaWidth, chromaHeight, 2),
    greyJpeg(chromaWidth, chromaHeight, 3),
  ]);
  const frame = segment(0xc0, [
    ...[8, height >> 8, height & 255, width >> 8, width & 255, 3],
    ...[1, (horizontal << 4) | vertical, 0],
    ...[2, 0x11, 0, 3, 0x11, 0],
  ]);
  const scans = planes.flatMap(({ tables, scan }, i) => [
    tables,
    segment(0xda, [1, i + 1, 0, 0, 63, 0]),
    scan,
  ]);
  return Buffer.concat([SOI, frame, ...scans, EOI]);
}

async function greyJpeg(width: number, height: number, seed: number): Promise<Grey> {
  const file = await drawing({ width, height, channels: 1, seed })
    .toColourspace('b-w')
    .jpeg({ quality: 85 })
    .toBuffer();
  const tables: Buffer[] = [];
  let at = SOI.length;
  while (file[at + 1] !== 0xda) {
    const end = at + 2 + file.readUInt16BE(at + 2);
    if (file[at + 1] === 0xdb || file[at + 1] === 0xc4) tables.push(file.subarray(at, end));
    at = end;
  }
  const scanAt = at + 2 + file.readUInt16BE(at + 2);
  return { tables: Buffer.concat(tables), scan: file.subarray(scanAt, -EOI.length) };
}

function segment(marker: number, content: readonly number[]): Buffer {
  const length = content.length + 2;
  return Buffer.from([0xff, marker, length >> 8, length & 255, ...content]);
}
