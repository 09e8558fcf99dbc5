import { createHash } from 'node:crypto';

/**
 * A UUIDv7 (RFC 9562) whose random part is a hash of the content: the same content always has the
 * same id, and ids sort by time.
 *
 * @param createdAt milliseconds since the epoch, from 0
 */
export function contentId(createdAt: number, content: unknown): string {
  const bytes = createHash('sha256').update(JSON.stringify(content)).digest().subarray(0, 16);
  bytes.writeUIntBE(createdAt, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70; // version 7
  bytes[8] = (bytes[8]! & 0x3f) | 0x80; // variant of RFC 9562
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
