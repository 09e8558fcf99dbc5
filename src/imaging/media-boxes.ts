/** A box of an ISO base media file (ISO/IEC 14496-12): HEIC, AVIF, MP4. */
export interface MediaBox {
  readonly type: string;
  readonly content: Uint8Array;
}

/** More boxes on one level than any honest file has; looking through them must end soon. */
const MAX_BOXES = 20_000;

/** The boxes that lie one after the other in some bytes, as far as they are whole. */
export function* boxesIn(bytes: Uint8Array): Generator<MediaBox> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (let boxes = 0; boxes < MAX_BOXES && at + 8 <= bytes.length; boxes++) {
    const short = view.getUint32(at);
    const headerBytes = short === 1 ? 16 : 8;
    if (at + headerBytes > bytes.length) return;
    const long = short === 1 ? Number(view.getBigUint64(at + 8)) : short;
    const sizeBytes = short === 0 ? bytes.length - at : long;
    if (sizeBytes < headerBytes || at + sizeBytes > bytes.length) return;
    yield {
      type: Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1'),
      content: bytes.subarray(at + headerBytes, at + sizeBytes),
    };
    at += sizeBytes;
  }
}

/** What a file says it is: the brands of its `ftyp` box, the main one first. */
export function brandsOf(file: Uint8Array): string[] {
  const [first] = boxesIn(file);
  if (first?.type !== 'ftyp') return [];
  const text = Buffer.from(first.content.subarray(0, 4096)).toString('latin1');
  const brands = text.match(/[^]{4}/g) ?? [];
  return brands.filter((_, index) => index !== 1); // the second four bytes are a version
}

/** Version and flags in front of the boxes inside `meta`. */
const FULL_BOX_BYTES = 4;

/** The boxes at the end of a path of boxes: `['meta', 'iprp', 'ipco']` holds what pictures are like. */
export function boxesInside(file: Uint8Array, path: readonly string[]): Iterable<MediaBox> {
  return path.reduce<Iterable<MediaBox>>(inside, boxesIn(file));
}

function* inside(boxes: Iterable<MediaBox>, type: string): Generator<MediaBox> {
  for (const box of boxes) {
    if (box.type !== type) continue;
    yield* boxesIn(box.content.subarray(type === 'meta' ? FULL_BOX_BYTES : 0));
  }
}
