import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Longer than any version takes to be written or removed. */
const GRACE_MS = 3_600_000;

/**
 * Removes the folders of versions that were being written or removed when a process ended: names
 * with a dot in front, which nobody reads.
 *
 * @returns how many
 */
export async function sweepDrafts(modelDir: string, now: Date): Promise<number> {
  const names = await readdir(modelDir).catch(() => []);
  let swept = 0;
  for (const name of names.filter((name) => name.startsWith('.'))) {
    const folder = path.join(modelDir, name);
    const found = await stat(folder).catch(() => undefined);
    if (!found?.isDirectory() || now.getTime() - found.mtimeMs < GRACE_MS) continue;
    await rm(folder, { recursive: true, force: true });
    swept++;
  }
  return swept;
}
