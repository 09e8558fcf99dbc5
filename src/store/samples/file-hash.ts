import { createHash } from 'node:crypto';

/**
 * What a file is known by, whatever its name.
 *
 * @returns SHA-256, hexadecimal
 */
export function fileHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
