import { inflateSync } from 'node:zlib';
import { readPlainPng, type PlainPng } from './plain-png';
import type { Raster } from './raster';

/**
 * Decodes a small, plain PNG. It never inflates more than the pixels that the header announces, so
 * a file cannot be a decompression bomb.
 *
 * @returns undefined for every other PNG, and for one with the slightest fault
 */
export function decodePng(file: Uint8Array): Raster | undefined {
  const png = readPlainPng(file);
  if (png === undefined) return undefined;
  const { width, height, channels, palette } = png;
  const filtered = inflate(png);
  if (filtered === undefined) return undefined;
  const data = unfilter(filtered, height, width * channels, channels);
  if (data === undefined) return undefined;
  if (palette === undefined) return { data, width, height, channels };
  const colours = throughPalette(data, palette);
  return colours && { data: colours, width, height, channels: 3 };
}

/** @returns uint8, [height, 1 + width · channels]: each line behind the number of its filter */
function inflate({ compressed, width, height, channels }: PlainPng): Buffer | undefined {
  const sizeBytes = height * (1 + width * channels);
  // One byte more than expected shows a stream that is too long.
  const limits = { maxOutputLength: sizeBytes + 1, chunkSize: Math.max(64, sizeBytes + 1) };
  try {
    const lines = inflateSync(compressed, limits);
    return lines.length === sizeBytes ? lines : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Takes back the prediction of every byte from its neighbours to the left, above, and above left
 * (PNG specification, section 9).
 *
 * @param distance bytes between a sample and the same one of the pixel to its left
 * @returns uint8, [height, lineBytes]; undefined when a filter is not known
 */
function unfilter(
  lines: Uint8Array,
  height: number,
  lineBytes: number,
  distance: number,
): Uint8Array | undefined {
  const data = new Uint8Array(height * lineBytes);
  for (let y = 0; y < height; y++) {
    const from = y * (lineBytes + 1);
    const filter = lines[from]!;
    if (filter > 4) return undefined;
    for (let x = 0; x < lineBytes; x++) {
      const at = y * lineBytes + x;
      const left = x < distance ? 0 : data[at - distance]!;
      const above = y === 0 ? 0 : data[at - lineBytes]!;
      const corner = y === 0 || x < distance ? 0 : data[at - lineBytes - distance]!;
      data[at] = lines[from + 1 + x]! + predict(filter, left, above, corner);
    }
  }
  return data;
}

function predict(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4:
      return paeth(left, above, corner);
    default:
      return 0;
  }
}

/** The neighbour that is nearest to left + above − corner; on a tie the earlier of the three. */
function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** @returns uint8, [pixels, 3]; undefined when an index lies outside the palette */
function throughPalette(indices: Uint8Array, palette: Uint8Array): Uint8Array | undefined {
  const rgb = new Uint8Array(indices.length * 3);
  for (let i = 0; i < indices.length; i++) {
    const colour = indices[i]! * 3;
    if (colour >= palette.length) return undefined;
    for (let c = 0; c < 3; c++) rgb[i * 3 + c] = palette[colour + c]!;
  }
  return rgb;
}
