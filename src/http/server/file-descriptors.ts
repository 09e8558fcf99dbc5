import { readFileSync } from 'node:fs';

/** As Linux lists it for a process: the limit in force, then the one it may be raised to. */
const OPEN_FILES = /^Max open files\s+(\d+)/m;

/**
 * How many files and connections this process may have open at once; infinitely many where there
 * is no limit, or nobody who says it. Node has raised it as far as it may at its start.
 */
export function fileDescriptorLimit(): number {
  if (process.platform !== 'linux') return Infinity;
  const found = OPEN_FILES.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  return found === undefined ? Infinity : Number(found);
}

/** For the history, the model, the log, uploads on disk and the processes of retrainings. */
const RESERVE = 64;
/** Uploads have a file beside their connection. */
const MOST_SHARE = 0.75;

/**
 * The most connections that leave enough descriptors for everything else.
 *
 * @param wanted as configured
 */
export function connectionsWithin(wanted: number, descriptors = fileDescriptorLimit()): number {
  const most = Math.min(wanted, descriptors - RESERVE, Math.floor(descriptors * MOST_SHARE));
  return Math.max(1, most);
}
