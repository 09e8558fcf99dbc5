/** One marker segment of a JPEG. */
export interface JpegSegment {
  readonly marker: number;
  /** What follows the marker and the length; empty for EOI. */
  readonly content: Uint8Array;
}

/** What the segment of a frame says of the picture. */
export interface JpegFrame {
  /** Bits a sample. */
  readonly depth: number;
  readonly height: number;
  readonly width: number;
  readonly components: number;
}

export const SOF_BASELINE = 0xc0;
export const SOF_PROGRESSIVE = 0xc2;
export const EOI = 0xd9;
export const SOS = 0xda;

const RST_FIRST = 0xd0;
const RST_LAST = 0xd7;
const TEM = 0x01;
const SOI_BYTES = 2;

/**
 * The segments of a JPEG in order, without the pixels between them. Where a file is broken it goes
 * on as libjpeg does, so that nothing hides from it: at whatever looks like the next marker.
 */
export function* jpegSegments(file: Uint8Array): Generator<JpegSegment> {
  let at = nextMarker(file, SOI_BYTES);
  while (at < file.length) {
    const marker = file[at]!;
    const lengthBytes = marker === EOI ? 0 : ((file[at + 1] ?? 0) << 8) | (file[at + 2] ?? 0);
    const end = at + 1 + lengthBytes;
    yield { marker, content: file.subarray(at + 3, end) };
    if (marker === EOI) return;
    at = nextMarker(file, end);
  }
}

/**
 * @param content of a frame's segment
 * @returns undefined where it is too short
 */
export function jpegFrame(content: Uint8Array): JpegFrame | undefined {
  if (content.length < 6) return undefined;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  return {
    depth: view.getUint8(0),
    height: view.getUint16(1),
    width: view.getUint16(3),
    components: view.getUint8(5),
  };
}

/**
 * Where the next marker stands, at its second byte. Inside pixels 0xff is followed by 0 or is a
 * restart, and any marker may be padded with more 0xff.
 */
function nextMarker(file: Uint8Array, start: number): number {
  for (let at = start + 1; at < file.length; at++) {
    if (file[at - 1] === 0xff && isSegmentMarker(file[at]!)) return at;
  }
  return file.length;
}

function isSegmentMarker(byte: number): boolean {
  const standsAlone = byte === TEM || (byte >= RST_FIRST && byte <= RST_LAST);
  return byte !== 0 && byte !== 0xff && !standsAlone;
}
