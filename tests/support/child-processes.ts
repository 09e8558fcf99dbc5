import { execFileSync } from 'node:child_process';

/** The number of a process that this one has started and whose command names `what`, once it runs. */
export async function childProcess(what: string): Promise<number> {
  for (;;) {
    const [pid] = childProcesses(what);
    if (pid !== undefined) return pid;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Resolves when none is left. */
export async function noChildProcess(what: string): Promise<void> {
  while (childProcesses(what).length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** What the operating system says. */
function childProcesses(what: string): number[] {
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return listed
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, parent, ...args]) => Number(parent) === process.pid && args.join(' ').includes(what),
    )
    .map(([pid]) => Number(pid));
}
