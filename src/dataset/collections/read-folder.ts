import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Split } from './dataset';
import {
  IS_LINK,
  MAX_FILE_BYTES,
  placeOf,
  TOO_LARGE,
  UnreadableFileError,
  type FoundFile,
} from './labelled-file';

/** Lists one split's image files in a folder. Links are reported and not followed. */
export async function filesOfFolder(folder: string, split: Split): Promise<readonly FoundFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry): FoundFile[] => {
    if (!entry.isFile() && !entry.isSymbolicLink()) return [];
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file).split(path.sep).join('/');
    const place = placeOf(name, split);
    if (place.kind === 'elsewhere') return [];
    if (entry.isSymbolicLink()) return [{ name, reason: IS_LINK }];
    if (place.kind === 'refused') return [{ name, reason: place.reason }];
    return [{ name, label: place.label, read: () => readBounded(file) }];
  });
}

async function readBounded(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size <= MAX_FILE_BYTES) return await readFile(file);
  } catch (cause) {
    throw new UnreadableFileError('it cannot be read', { cause });
  }
  throw new UnreadableFileError(TOO_LARGE);
}
