import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { processTag, stateOfProcess } from '../../config/process-tag';

/** Releases before this one gave no tags, and may still be at work beside it. */
const UNTAGGED_GRACE_MS = 6 * 3_600_000;
const SEPARATOR = '.';

/**
 * Makes a folder for the work on one upload, and removes it with all that is in it, however the work
 * ends.
 *
 * @param parent holds the folders of all uploads, of all instances
 */
export async function inUploadFolder<Result>(
  parent: string,
  id: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = path.join(parent, `${processTag()}${SEPARATOR}${id}`);
  await mkdir(folder, { recursive: true });
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * Removes the folders of uploads whose process is no more, at once; those of other hosts when they
 * are older than any upload can be.
 *
 * @param longestMs of an upload
 * @returns how many there were
 */
export async function sweepUploadFolders(
  parent: string,
  at: number,
  longestMs: number,
): Promise<number> {
  await mkdir(parent, { recursive: true });
  let removed = 0;
  for (const name of await readdir(parent)) {
    const folder = path.join(parent, name);
    const [tag = '', id] = name.split(SEPARATOR);
    const state = id === undefined ? 'unknown' : stateOfProcess(tag);
    if (state === 'alive') continue;
    const graceMs = id === undefined ? UNTAGGED_GRACE_MS : longestMs;
    if (state === 'unknown' && !(await isOlder(folder, at - graceMs))) continue;
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    removed += 1;
  }
  return removed;
}

/** Whether it was changed last before that; one that is gone was not. */
async function isOlder(folder: string, at: number): Promise<boolean> {
  const left = await stat(folder).catch(() => undefined);
  return left !== undefined && left.mtimeMs < at;
}
