import type { ImageFormat } from './decoded-image';

const SIGNATURES: readonly { format: ImageFormat; at: number; bytes: readonly number[] }[] = [
  { format: 'png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { format: 'jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { format: 'gif', at: 0, bytes: [0x47, 0x49, 0x46, 0x38] },
  { format: 'webp', at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
];

/** The format that the first bytes of a file claim, undefined for none of ours. */
export function formatOf(file: Uint8Array): ImageFormat | undefined {
  return SIGNATURES.find(({ at, bytes }) => bytes.every((byte, i) => file[at + i] === byte))
    ?.format;
}
