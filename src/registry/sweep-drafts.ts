import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { stateOfDraft } from './drafts';

/** Longer than any version takes to be written or removed. */
const GRACE_MS = 3_600_000;

/**
 * Removes the folders of what was being written or removed when a process ended: names with a dot in
 * front, which nobody reads. Those of processes of this machine go as soon as these are no more, those
 * that nobody here can tell of when they have not changed for an hour.
 *
 * @returns how many
 */
export async function sweepDrafts(parent: string, now: Date): Promise<number> {
  const names = await readdir(parent).catch(() => []);
  let swept = 0;
  for (const name of names.filter((name) => name.startsWith('.'))) {
    const folder = path.join(parent, name);
    const found = await stat(folder).catch(() => undefined);
    const state = stateOfDraft(name);
    const isRecent = now.getTime() - (found?.mtimeMs ?? 0) < GRACE_MS;
    if (!found?.isDirectory() || state === 'alive' || (state === 'unknown' && isRecent)) continue;
    await rm(folder, { recursive: true, force: true });
    swept++;
  }
  return swept;
}
