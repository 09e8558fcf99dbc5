import { webcrypto } from 'node:crypto';

/**
 * The id of a new sample: what its file is, byte by byte. Computed on another thread, since files may
 * be large; it is the same as `fileHash`.
 *
 * @returns SHA-256, hexadecimal
 */
export async function sampleId(file: Uint8Array): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', file)).toString('hex');
}
