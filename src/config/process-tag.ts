import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

const TAG = /^([0-9a-f]{8})-([0-9a-f]{8})-(\d+)-(\d+)$/;

/**
 * Marks what belongs to this process, in the name of a file or folder: host, start of the machine,
 * number of the process, and when that began, since numbers come again.
 */
export function processTag(): string {
  return [short(hostname()), bootTag(), process.pid, beganAt(process.pid) ?? 0].join('-');
}

/**
 * Whether the process of a tag is still there.
 *
 * @returns `unknown` for a process of another host, and for what is no tag
 */
export function stateOfProcess(tag: string): 'alive' | 'gone' | 'unknown' {
  const [, host, boot, pid, began] = TAG.exec(tag) ?? [];
  if (host === undefined || host !== short(hostname())) return 'unknown';
  const isSame = boot === bootTag() && Number(began) === beganAt(Number(pid));
  return isSame ? 'alive' : 'gone';
}

/** After another start of the machine no process of before is there. */
function bootTag(): string {
  return short(read('/proc/sys/kernel/random/boot_id') ?? '');
}

/**
 * @returns in ticks since the start of the machine, 0 where the system does not tell; undefined when
 *   there is no such process
 */
function beganAt(pid: number): number | undefined {
  // The name of the program, in brackets, may have spaces and brackets of its own.
  const fields = read(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ');
  if (fields !== undefined) return Number(fields[19]);
  return read('/proc/self/stat') === undefined && isRunning(pid) ? 0 : undefined;
}

/** Where there is no /proc. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0); // sends nothing
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined; // no such process, or a system without /proc
  }
}
