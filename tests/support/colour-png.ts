import { encode } from 'fast-png';

/** A PNG of one colour, red, green and blue 0-255. */
export function colourPng(colour: readonly [number, number, number], side = 32): Buffer {
  const data = Uint8Array.from({ length: side * side * 3 }, (_, i) => colour[i % 3]!);
  return Buffer.from(encode({ width: side, height: side, data, channels: 3, depth: 8 }));
}
