import { crc32 } from './crc32';
import { CHUNK_OVERHEAD_BYTES, SIGNATURE_BYTES } from './png-chunks';
import { SMALL_PIXELS } from './small-image';

/** A small PNG of 8 bits a sample, not interlaced, as it lies in its file. */
export interface PlainPng {
  readonly width: number;
  readonly height: number;
  /** Samples a pixel; with a palette 1, its index. */
  readonly channels: 1 | 2 | 3 | 4;
  /** uint8, [colours, 3], RGB; undefined where the samples are colours themselves */
  readonly palette: Uint8Array | undefined;
  /** The zlib stream. */
  readonly compressed: Uint8Array;
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

const PALETTE = 3;
/** By colour type: grey, RGB, palette, grey and alpha, RGB and alpha. */
const CHANNELS = new Map<number, PlainPng['channels']>([
  [0, 1],
  [2, 3],
  [PALETTE, 1],
  [4, 2],
  [6, 4],
]);

/** Chunks that change no pixel for libvips, which decodes all other PNGs and so sets the standard. */
const IDLE_CHUNKS = new Set('bKGD cHRM gAMA hIST iTXt pHYs sBIT sRGB tEXt tIME zTXt'.split(' '));

/**
 * Takes a small PNG apart, as long as it is flawless and has nothing that needs libvips: colour
 * profile, orientation, transparency by colour, interlacing, other depths than 8 bits.
 *
 * @returns undefined for every other PNG
 */
export function readPlainPng(file: Uint8Array): PlainPng | undefined {
  const chunks = readChunks(file)?.filter(({ type }) => !IDLE_CHUNKS.has(type));
  const [header, ...rest] = chunks ?? [];
  if (header?.type !== 'IHDR' || rest.pop()?.type !== 'IEND') return undefined;
  const shape = readHeader(header.data);
  if (shape === undefined) return undefined;
  const palette = shape.colourType === PALETTE ? rest.shift() : undefined;
  if (palette !== undefined && !isPalette(palette)) return undefined;
  if (rest.some(({ type }) => type !== 'IDAT')) return undefined;
  return {
    ...shape,
    palette: palette?.data,
    compressed: Buffer.concat(rest.map(({ data }) => data)),
  };
}

/** @returns undefined unless chunk follows chunk, sound and complete, to the end of the file */
function readChunks(file: Uint8Array): Chunk[] | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks: Chunk[] = [];
  let at = SIGNATURE_BYTES;
  while (at + CHUNK_OVERHEAD_BYTES <= file.length) {
    const end = at + CHUNK_OVERHEAD_BYTES + view.getUint32(at);
    if (end > file.length) return undefined;
    if (view.getUint32(end - 4) !== crc32(file.subarray(at + 4, end - 4))) return undefined;
    chunks.push({
      type: String.fromCharCode(...file.subarray(at + 4, at + 8)),
      data: file.subarray(at + 8, end - 4),
    });
    at = end;
  }
  return at === file.length ? chunks : undefined;
}

function readHeader(
  data: Uint8Array,
): (Pick<PlainPng, 'width' | 'height' | 'channels'> & { colourType: number }) | undefined {
  if (data.length !== 13) return undefined;
  const view = new DataView(data.buffer, data.byteOffset);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colourType, ...compressionFilterInterlace] = data.subarray(8);
  const channels = CHANNELS.get(colourType!);
  if (channels === undefined || depth !== 8) return undefined;
  if (compressionFilterInterlace.some((method) => method !== 0)) return undefined;
  if (width === 0 || height === 0 || width * height > SMALL_PIXELS) return undefined;
  return { width, height, channels, colourType: colourType! };
}

function isPalette({ type, data }: Chunk): boolean {
  return type === 'PLTE' && data.length > 0 && data.length <= 768 && data.length % 3 === 0;
}
