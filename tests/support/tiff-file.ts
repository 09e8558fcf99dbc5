/** 1 byte, 2 text, 3 short, 4 long */
export type TiffTag = readonly [tag: number, type: number, values: readonly number[] | Uint8Array];

export interface TiffFileOptions {
  readonly width?: number;
  readonly height?: number;
  /** Instead of or beside those of a grey picture of 8 bits. */
  readonly tags?: readonly TiffTag[];
  readonly isBigEndian?: boolean;
  /** Where the next page is said to be. */
  readonly next?: number;
  /** uint8, [height, width] */
  readonly data?: Uint8Array;
}

const HEADER_BYTES = 8;

/** A TIFF as its specification lays it out, so that a test can get any part of it wrong. */
export function tiffFile({
  width = 8,
  height = 8,
  tags = [],
  isBigEndian = false,
  next = 0,
  data = new Uint8Array(width * height),
}: TiffFileOptions = {}): Buffer {
  const given = new Map<number, TiffTag>();
  const defaults: TiffTag[] = [
    [256, 4, [width]],
    [257, 4, [height]],
    [258, 3, [8]],
    [259, 3, [1]],
    [262, 3, [1]],
    [273, 4, [HEADER_BYTES]],
    [277, 3, [1]],
    [278, 4, [height]],
    [279, 4, [data.length]],
  ];
  for (const tag of [...defaults, ...tags]) given.set(tag[0], tag);
  const sorted = [...given.values()].sort(([a], [b]) => a - b);
  const directoryAt = HEADER_BYTES + data.length + (data.length % 2);
  const directory = Buffer.alloc(2 + sorted.length * 12 + 4);
  const extra: Buffer[] = [];
  const short = (to: Buffer, value: number, at: number): void => {
    if (isBigEndian) to.writeUInt16BE(value, at);
    else to.writeUInt16LE(value, at);
  };
  const long = (to: Buffer, value: number, at: number): void => {
    if (isBigEndian) to.writeUInt32BE(value >>> 0, at);
    else to.writeUInt32LE(value >>> 0, at);
  };
  short(directory, sorted.length, 0);
  let extraAt = directoryAt + directory.length;
  for (const [index, [tag, type, values]] of sorted.entries()) {
    const at = 2 + index * 12;
    const size = type === 4 ? 4 : type === 3 ? 2 : 1;
    const bytes = Buffer.alloc(Math.max(4, values.length * size));
    for (const [i, value] of values.entries()) {
      if (size === 4) long(bytes, value, i * 4);
      else if (size === 2) short(bytes, value, i * 2);
      else bytes[i] = value;
    }
    short(directory, tag, at);
    short(directory, type, at + 2);
    long(directory, values.length, at + 4);
    if (values.length * size <= 4) bytes.copy(directory, at + 8);
    else {
      long(directory, extraAt, at + 8);
      extra.push(bytes);
      extraAt += bytes.length;
    }
  }
  long(directory, next, directory.length - 4);
  const header = Buffer.from(isBigEndian ? 'MM\0*\0\0\0\0' : 'II*\0\0\0\0\0', 'latin1');
  long(header, directoryAt, 4);
  return Buffer.concat([header, data, Buffer.alloc(data.length % 2), directory, ...extra]);
}
