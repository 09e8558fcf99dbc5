import type { ImageFormat } from './decoded-image';

const LONGEST_SIGNATURE_BYTES = 12;

/**
 * The format that the first bytes of a file claim, undefined for none of ours. Never looser than
 * what libvips looks at: it must not take the file for something else, such as SVG.
 */
export function formatOf(file: Uint8Array): ImageFormat | undefined {
  const start = Buffer.from(file.subarray(0, LONGEST_SIGNATURE_BYTES)).toString('latin1');
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return 'gif';
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return 'webp';
  return undefined;
}
