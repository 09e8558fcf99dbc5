import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { DownloadError } from './download-error';

export interface Checksum {
  readonly algorithm: 'md5' | 'sha256';
  /** Hexadecimal, lower case. */
  readonly digest: string;
}

/** Told apart by their length: 32 hexadecimal digits are MD5, 64 are SHA-256. */
export function parseChecksum(text: string): Checksum | undefined {
  const digest = text.toLowerCase();
  if (/^[0-9a-f]{32}$/.test(digest)) return { algorithm: 'md5', digest };
  if (/^[0-9a-f]{64}$/.test(digest)) return { algorithm: 'sha256', digest };
  return undefined;
}

/** @throws {DownloadError} when the file's digest is another */
export async function checkFile(file: string, { algorithm, digest }: Checksum): Promise<void> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('hex');
  if (found !== digest) {
    throw new DownloadError(
      `The archive's ${algorithm.toUpperCase()} is ${found} instead of ${digest}: it is damaged or another file.`,
    );
  }
}
