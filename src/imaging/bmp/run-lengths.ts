import { damagedBmp, type BmpHeader } from './bmp-header';

const END_OF_LINE = 0;
const END_OF_PICTURE = 1;
const MOVE = 2;

/**
 * Undoes the run lengths of a BMP: pairs of a count and a colour, and behind a count of 0 the end
 * of a line or of the picture, a move, or so many colours as they are, padded to whole words.
 *
 * @returns int16, [height, width], from the top: indices of the palette; −1 where there is no pixel
 * @throws {ImageError} CORRUPT_IMAGE where the data end before the picture
 */
export function unpackRuns(file: Uint8Array, header: BmpHeader): Int16Array {
  const { width, height, pixelsAt, compression } = header;
  const indices = new Int16Array(width * height).fill(-1);
  const isWide = compression === 'rle8';
  let [x, y, at] = [0, 0, pixelsAt];
  const put = (index: number): void => {
    // What runs over the end of a line is lost, as it is in Windows.
    if (x < width && y < height) indices[(height - 1 - y) * width + x] = index;
    x++;
  };
  /** The colour at a place of a run: two take turns in a byte of 4-bit ones. */
  const nibble = (byte: number, place: number): number => {
    if (isWide) return byte;
    return place % 2 === 0 ? byte >> 4 : byte & 15;
  };
  while (y < height) {
    const [count, value] = [file[at], file[at + 1]];
    at += 2;
    if (count === undefined || value === undefined) {
      // Without its end mark the picture is there all the same, if its last line is.
      if (y === height - 1 && x >= width) return indices;
      throw damagedBmp();
    }
    if (count > 0) {
      for (let i = 0; i < count; i++) put(nibble(value, i));
    } else if (value === END_OF_LINE) {
      x = 0;
      y++;
    } else if (value === END_OF_PICTURE) {
      return indices;
    } else if (value === MOVE) {
      x += file[at] ?? 0;
      y += file[at + 1] ?? 0;
      at += 2;
    } else {
      const bytes = isWide ? value : Math.ceil(value / 2);
      if (at + bytes > file.length) throw damagedBmp();
      for (let i = 0; i < value; i++) put(nibble(file[at + (isWide ? i : i >> 1)]!, i));
      at += bytes + (bytes % 2);
    }
  }
  return indices;
}
