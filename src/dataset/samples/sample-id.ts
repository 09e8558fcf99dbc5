import { createHash } from 'node:crypto';

const HELD_OUT_SHARE = 10;

/**
 * The id of an image: what it shows to the network, not how its file is written.
 *
 * @param pixels uint8, [32, 32, 3], RGB
 * @returns SHA-256, hexadecimal
 */
export function sampleId(pixels: Uint8Array): string {
  return createHash('sha256').update(pixels).digest('hex');
}

/**
 * Whether a sample is kept out of training, to judge versions by: a tenth of all, and always the
 * same ones, whatever else is added or removed.
 */
export function isHeldOut(id: string): boolean {
  return Number.parseInt(id.slice(0, 8), 16) % HELD_OUT_SHARE === 0;
}
