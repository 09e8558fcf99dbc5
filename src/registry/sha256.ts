import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** A millisecond or two of hashing. */
const PIECE_BYTES = 1024 * 1024;

/** SHA-256 of the bytes, in lower-case hexadecimal, as cards list it. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The same of many bytes, a piece at a time: in between, others get their turn. */
export async function sha256InPieces(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    hash.update(bytes.subarray(at, at + PIECE_BYTES));
    await nextTurn();
  }
  return hash.digest('hex');
}
