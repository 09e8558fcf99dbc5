import { pngFile } from './png-file';

/** A PNG of one colour, red, green and blue 0-255. */
export function colourPng(colour: readonly [number, number, number], side = 32): Buffer {
  const line = [0, ...Array.from({ length: side }, () => colour).flat()];
  const lines = Uint8Array.from(Array.from({ length: side }, () => line).flat());
  return pngFile({ width: side, height: side, lines });
}
