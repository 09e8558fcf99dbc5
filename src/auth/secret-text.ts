import { hash, randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Unguessable text of letters and digits: 5.95 bits for each. */
export function randomText(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** As secrets are kept. They are random and long, so that no slow hash is needed (ASVS 11.4.3). */
export function hashOf(secret: string): string {
  return hash('sha256', secret, 'hex');
}

/**
 * Six letters and digits that tell a mistyped text from one that was given out. They add nothing to
 * its secrecy: everybody can compute them.
 */
export function checksumOf(text: string): string {
  const bytes = hash('sha256', `checksum of ${text}`, 'buffer');
  return Array.from(bytes.subarray(0, 6), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
