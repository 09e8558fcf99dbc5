const HEADER_BYTES = 13;
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const COMMENT = 0xfe;
const GRAPHIC_CONTROL = 0xf9;
const IS_TRANSPARENT = 1;
const NOTHING = new Uint8Array();

/**
 * A frame of one transparent pixel: a graphic control extension whose colour 0 is transparent, and
 * an image of 1×1 in a palette of its own.
 */
const TRANSPARENT_FRAME = Uint8Array.of(
  ...[EXTENSION, GRAPHIC_CONTROL, 4, IS_TRANSPARENT, 0, 0, 0, 0],
  ...[IMAGE, 0, 0, 0, 0, 1, 0, 1, 0, 0x80, 0, 0, 0, 0xff, 0xff, 0xff],
  ...[2, 2, 0x44, 0x01, 0],
);

/**
 * A GIF of its first frame alone, which is the one that is looked at: libvips would go through a
 * million others before it decodes that one. Its canvas is transparent where the frame does not
 * cover it. libvips takes it so only where some frame has a transparent colour, and paints black
 * otherwise, so that such a frame is put behind one that is smaller than the canvas.
 *
 * @returns the file itself where it needs nothing, or is not whole up to there
 */
export function firstFrame(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < HEADER_BYTES) return file;
  const [canvasWidth, canvasHeight] = [view.getUint16(6, true), view.getUint16(8, true)];
  let at = HEADER_BYTES + paletteBytes(file[10]!);
  let isTransparent = false;
  while (file[at] === EXTENSION) {
    const next = afterExtension(file, at);
    if (next === undefined) return file;
    const isControl = file[at + 1] === GRAPHIC_CONTROL;
    if (isControl && (file[at + 3]! & IS_TRANSPARENT) !== 0) isTransparent = true;
    at = next;
  }
  if (file[at] !== IMAGE || at + 10 > file.length) return file;
  const [left, top, width, height] = [1, 3, 5, 7].map((offset) =>
    view.getUint16(at + offset, true),
  );
  const isCovered = left === 0 && top === 0 && width! >= canvasWidth && height! >= canvasHeight;
  const pixels = at + 10 + paletteBytes(file[at + 9]!);
  const end = afterBlocks(file, pixels + 1); // behind the size of the first codes
  if (end === undefined) return file;
  const filler = isCovered || isTransparent ? NOTHING : TRANSPARENT_FRAME;
  const isAlone = end >= file.length || file[end] === TRAILER;
  if (isAlone && filler === NOTHING) return file;
  const rest = isAlone ? file.subarray(end) : Uint8Array.of(TRAILER);
  return Buffer.concat([file.subarray(0, end), filler, rest]);
}

/** @param packed the byte whose highest bit says that a palette follows, and its lowest three how long */
function paletteBytes(packed: number): number {
  return (packed & 0x80) === 0 ? 0 : 3 * (2 << (packed & 7));
}

/**
 * libvips skips the first block of every extension but a comment, whatever its length, also where
 * it is of no bytes and so the last.
 */
function afterExtension(file: Uint8Array, at: number): number | undefined {
  const blocks = at + 2;
  const isComment = file[at + 1] === COMMENT;
  return afterBlocks(file, isComment ? blocks : blocks + 1 + (file[blocks] ?? 0));
}

/** @returns where the data blocks that begin at `start` have ended; undefined beyond the file */
function afterBlocks(file: Uint8Array, start: number): number | undefined {
  let at = start;
  for (;;) {
    const length = file[at];
    if (length === undefined) return undefined;
    at += 1 + length;
    if (length === 0) return at;
  }
}
