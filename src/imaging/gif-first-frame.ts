const HEADER_BYTES = 13;
const EXTENSION = 0x21;
const IMAGE = 0x2c;
const GRAPHIC_CONTROL = 0xf9;
const IS_TRANSPARENT = 1;

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
 * A GIF whose canvas libvips takes for transparent where no frame covers it. It does so only where
 * some frame has a transparent colour, and paints black otherwise; such a frame is put behind the
 * first, which is the one that is looked at, where the first is smaller than the canvas.
 *
 * @returns the file itself where it needs nothing, or is not whole up to there
 */
export function withTransparentCanvas(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < HEADER_BYTES) return file;
  const [canvasWidth, canvasHeight] = [view.getUint16(6, true), view.getUint16(8, true)];
  let at = HEADER_BYTES + paletteBytes(file[10]!);
  while (file[at] === EXTENSION) {
    const next = afterBlocks(file, at + 2);
    if (next === undefined) return file;
    const isControl = file[at + 1] === GRAPHIC_CONTROL;
    if (isControl && (file[at + 3]! & IS_TRANSPARENT) !== 0) return file;
    at = next;
  }
  if (file[at] !== IMAGE || at + 10 > file.length) return file;
  const [left, top, width, height] = [1, 3, 5, 7].map((offset) =>
    view.getUint16(at + offset, true),
  );
  const isCovered = left === 0 && top === 0 && width! >= canvasWidth && height! >= canvasHeight;
  if (isCovered) return file;
  const pixels = at + 10 + paletteBytes(file[at + 9]!);
  const end = afterBlocks(file, pixels + 1); // behind the size of the first codes
  if (end === undefined) return file;
  return Buffer.concat([file.subarray(0, end), TRANSPARENT_FRAME, file.subarray(end)]);
}

/** @param packed the byte whose highest bit says that a palette follows, and its lowest three how long */
function paletteBytes(packed: number): number {
  return (packed & 0x80) === 0 ? 0 : 3 * (2 << (packed & 7));
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
