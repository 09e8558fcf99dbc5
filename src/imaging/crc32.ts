import * as zlib from 'node:zlib';

/** CRC-32 of each single byte, by the polynomial of PNG (and zlib). */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** For Node before 20.15, which has none of its own. */
export function crc32ByTable(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

const { crc32: ofNode } = zlib as { readonly crc32?: typeof crc32ByTable };

/**
 * The check sum that ends every chunk of a PNG.
 *
 * @param before the check sum of the bytes that these follow
 */
export const crc32 = ofNode ?? crc32ByTable;
