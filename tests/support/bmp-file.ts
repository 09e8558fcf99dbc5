/** A BMP as its documentation lays it out, so that a test can get any part of it wrong. */
export interface BmpFileOptions {
  readonly width: number;
  /** Negative for lines from the top. */
  readonly height: number;
  readonly bits: number;
  /** 0 none, 1 and 2 run lengths, 3 masks, 6 masks with alpha */
  readonly compression?: number;
  /** Size of the second header in bytes: 12 (OS/2), 40, 52, 56, 108 or 124. */
  readonly headerBytes?: number;
  /** Red, green, blue and perhaps alpha. */
  readonly masks?: readonly number[];
  /** [red, green, blue] each. */
  readonly palette?: readonly (readonly [number, number, number])[];
  readonly coloursUsed?: number;
  /** Colour profile, for a header of 124 bytes. */
  readonly icc?: Uint8Array;
  readonly data: Uint8Array;
}

export function bmpFile({
  width,
  height,
  bits,
  compression = 0,
  headerBytes = 40,
  masks = [],
  palette = [],
  coloursUsed = palette.length,
  icc,
  data,
}: BmpFileOptions): Buffer {
  const isCore = headerBytes === 12;
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(headerBytes, 0);
  if (isCore) {
    header.writeUInt16LE(width, 4);
    header.writeUInt16LE(height, 6);
    header.writeUInt16LE(1, 8);
    header.writeUInt16LE(bits, 10);
  } else {
    header.writeInt32LE(width, 4);
    header.writeInt32LE(height, 8);
    header.writeUInt16LE(1, 12);
    header.writeUInt16LE(bits, 14);
    header.writeUInt32LE(compression, 16);
    header.writeUInt32LE(coloursUsed, 32);
  }
  const words = Buffer.alloc(masks.length * 4);
  for (const [i, mask] of masks.entries()) words.writeUInt32LE(mask >>> 0, i * 4);
  const inHeader = headerBytes >= 52;
  if (inHeader) words.copy(header, 40);
  const colours = palette.map(([red, green, blue]) =>
    Buffer.from(isCore ? [blue, green, red] : [blue, green, red, 0]),
  );
  const before = Buffer.concat([header, ...(inHeader ? [] : [words]), ...colours]);
  const file = Buffer.alloc(14);
  file.write('BM', 'latin1');
  file.writeUInt32LE(14 + before.length, 10);
  if (icc !== undefined) {
    before.write('DEBM', 56, 'latin1'); // 'MBED' as a little-endian number
    before.writeUInt32LE(before.length + data.length, 112);
    before.writeUInt32LE(icc.length, 116);
  }
  return Buffer.concat([file, before, data, icc ?? Buffer.alloc(0)]);
}

/** Lines of pixels from the bottom, padded to words; every pixel is a number of so many bits. */
export function bmpRows(
  width: number,
  height: number,
  bits: number,
  pixelAt: (x: number, y: number) => number,
): Buffer {
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  const data = Buffer.alloc(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const row = (height - 1 - y) * rowBytes;
    for (let x = 0; x < width; x++) {
      const value = pixelAt(x, y);
      if (bits >= 8) data.writeUIntLE(value >>> 0, row + (x * bits) / 8, bits / 8);
      else data[row + ((x * bits) >> 3)]! |= value << (8 - bits - ((x * bits) & 7));
    }
  }
  return data;
}
