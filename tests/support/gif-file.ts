/** A frame of one colour on the canvas of a GIF. */
export interface GifFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** The extension in front of it: without one, with one, with a transparent colour that is not used. */
  readonly control?: 'none' | 'opaque' | 'transparent';
  readonly hasPalette?: boolean;
}

export interface GifOptions {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly GifFrame[];
  readonly hasGlobalPalette?: boolean;
  readonly hasTrailer?: boolean;
}

/** Colour 0 is red, colour 1 blue; colours 2 and 3 are black and not used. */
const PALETTE = [220, 40, 40, 40, 40, 220, 0, 0, 0, 0, 0, 0];
const RED = 0;
const UNUSED = 3;

/** A GIF whose frames are all red, written code by code, without compression. */
export function gifFile({
  width,
  height,
  frames,
  hasGlobalPalette = true,
  hasTrailer = true,
}: GifOptions): Buffer {
  return Buffer.concat([
    Buffer.from('GIF89a', 'latin1'),
    shorts(width, height),
    Buffer.of(hasGlobalPalette ? 0x81 : 0, 0, 0, ...(hasGlobalPalette ? PALETTE : [])),
    ...frames.map((frame) => frameOf(frame, !hasGlobalPalette)),
    Buffer.from(hasTrailer ? [0x3b] : []),
  ]);
}

function frameOf(
  { left, top, width, height, control = 'none', hasPalette }: GifFrame,
  needsPalette: boolean,
): Buffer {
  const isLocal = hasPalette ?? needsPalette;
  const packed = control === 'transparent' ? 1 : 0;
  return Buffer.concat([
    Buffer.from(control === 'none' ? [] : [0x21, 0xf9, 4, packed, 0, 0, UNUSED, 0]),
    Buffer.of(0x2c),
    shorts(left, top, width, height),
    Buffer.of(isLocal ? 0x81 : 0, ...(isLocal ? PALETTE : []), 2),
    ...blocks(codes(width * height)),
    Buffer.of(0),
  ]);
}

/** Codes of 3 bits; "clear" (4) in front of every second pixel keeps them from growing. */
function codes(pixels: number): Buffer {
  const all = Array.from({ length: pixels }, (_, i) => (i % 2 === 0 ? [4, RED] : [RED])).flat();
  const bits = [...all, 5].map((code) => [code & 1, (code >> 1) & 1, code >> 2]).flat();
  const data = Buffer.alloc(Math.ceil(bits.length / 8));
  for (const [index, bit] of bits.entries()) data[index >> 3]! |= bit << (index & 7);
  return data;
}

function blocks(data: Buffer): Buffer[] {
  const made: Buffer[] = [];
  for (let at = 0; at < data.length; at += 255) {
    const block = data.subarray(at, at + 255);
    made.push(Buffer.of(block.length), block);
  }
  return made;
}

function shorts(...values: readonly number[]): Buffer {
  const data = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) data.writeUInt16LE(value, index * 2);
  return data;
}
