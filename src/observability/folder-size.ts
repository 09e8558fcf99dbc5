import { lstat, opendir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Bytes of all files below a folder, links not followed. Files that go meanwhile are passed over.
 *
 * @returns 0 for a folder that is not there
 */
export async function folderSize(folder: string): Promise<number> {
  let bytes = 0;
  try {
    for await (const entry of await opendir(folder)) {
      const file = path.join(folder, entry.name);
      bytes += entry.isDirectory() ? await folderSize(file) : await fileSize(file);
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  return bytes;
}

/** @returns bytes of a file; 0 for one that is not there */
export async function fileSize(file: string): Promise<number> {
  try {
    return (await lstat(file)).size;
  } catch (error) {
    if (isGone(error)) return 0;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
