import { open } from 'node:fs/promises';

/** Archives that are not unpacked, by their first bytes as Latin-1. */
const SIGNATURES: readonly (readonly [start: string, name: string])[] = [
  ['Rar!', 'a RAR archive, which is not unpacked here'],
  ['7z\xbc\xaf\x27\x1c', 'a 7z archive, which is not unpacked here'],
  ['BZh', 'packed with bzip2, which is not unpacked here'],
  ['\xfd7zXZ', 'packed with xz, which is not unpacked here'],
  ['\x28\xb5\x2f\xfd', 'packed with Zstandard, which is not unpacked here'],
];
/** What a file is that has only the name of an archive. */
const BY_ENDING: readonly (readonly [ending: RegExp, name: string])[] = [
  [/\.zip$/i, 'no zip archive from its first byte on; it is damaged, or something precedes it'],
  [/\.(?:tar|tgz|tar\.gz)$/i, 'empty, or no tar archive'],
  [/\.(?:rar|7z|bz2|tbz2?|xz|txz|zst)$/i, 'named like an archive of a kind that is not unpacked'],
];
const SIGNATURE_BYTES = 8;

/**
 * Why a file that people take for an archive is not unpacked. It completes the sentence "The file
 * is …".
 *
 * @param fileName as it was sent, and looked at where its bytes tell nothing
 * @returns undefined for a file that is no archive
 */
export async function refusedArchive(path: string, fileName: string): Promise<string | undefined> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SIGNATURE_BYTES), 0, undefined, 0);
    const start = buffer.subarray(0, bytesRead).toString('latin1');
    const known = SIGNATURES.find(([signature]) => start.startsWith(signature));
    return (known ?? BY_ENDING.find(([ending]) => ending.test(fileName)))?.[1];
  } finally {
    await handle.close();
  }
}
