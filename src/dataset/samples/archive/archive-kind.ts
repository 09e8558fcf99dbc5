import { open } from 'node:fs/promises';

export type ArchiveKind = 'zip' | 'tar' | 'tar.gz';

/** Of a tar, behind the first entry's name, mode, owner, size and time. */
const TAR_MAGIC_AT = 257;
const HEAD_BYTES = 512;

/** Tells archives by their content, never by their name; undefined for every other file. */
export async function archiveKind(file: string): Promise<ArchiveKind | undefined> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead).toString('latin1');
    // The second is an archive without entries.
    if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return 'zip';
    if (head.startsWith('\x1f\x8b\x08')) return 'tar.gz';
    return head.startsWith('ustar', TAR_MAGIC_AT) ? 'tar' : undefined;
  } finally {
    await handle.close();
  }
}
