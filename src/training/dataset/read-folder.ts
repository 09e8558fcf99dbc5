import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Split } from './dataset';
import { labelOf, type LabelledFile } from './labelled-file';

/** Reads the image files of one split from a folder, sorted by name. Links are not followed. */
export async function* filesOfFolder(folder: string, split: Split): AsyncGenerator<LabelledFile> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((name) => name.split(path.sep).join('/'))
    .sort();
  for (const name of names) {
    const label = labelOf(name, split);
    if (label !== undefined) yield { name, label, bytes: await readFile(path.join(folder, name)) };
  }
}
