import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Whether this machine can trace system calls. */
export function canTrace(): boolean {
  return spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;
}

/**
 * The tracer of a process and all it starts: what they connect to, send and write is noted in
 * `file`. It is no parent of the process.
 */
export function tracer(file: string): string[] {
  const calls = 'trace=connect,sendto,sendmsg,sendmmsg,open,openat,creat,mkdir,mkdirat';
  return ['strace', '-D', '-f', '--seccomp-bpf', '-y', '-s', '256', '-e', calls, '-o', file];
}

/** One system call as `strace` notes it. */
export interface SystemCall {
  readonly name: string;
  readonly text: string;
}

export function systemCalls(file: string): SystemCall[] {
  /** What a thread has begun, by its number, while others came in between. */
  const unfinished = new Map<string, string>();
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, thread = '', call = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
      const [, beginning] = /^(.*) <unfinished \.\.\.>$/.exec(call) ?? [];
      if (beginning !== undefined) {
        unfinished.set(thread, beginning);
        return [];
      }
      const [, end] = /^<\.\.\. \w+ resumed>(.*)$/.exec(call) ?? [];
      const whole = end === undefined ? call : `${unfinished.get(thread) ?? ''}${end}`;
      const [, name, text] = /^(\w+)\((.*)$/.exec(whole) ?? [];
      return name === undefined || text === undefined ? [] : [{ name, text }];
    });
}

const DNS_PORT = 53;

/** Whatever asks for a name, or leaves the machine. */
export function beyondLoopback(calls: readonly SystemCall[]): string[] {
  return calls
    .filter(({ text }) => {
      const port = /sin6?_port=htons\((\d+)\)/.exec(text)?.[1];
      if (port === undefined) return /sun_path="[^"]*(nscd|resolve)/.test(text);
      return Number(port) === DNS_PORT || !/"(127\.[\d.]+|::1|::ffff:127\.[\d.]+)"/.test(text);
    })
    .map(({ name, text }) => `${name}(${text}`);
}

/** Files and folders that were made or opened to be written outside these folders. */
export function writtenOutside(
  calls: readonly SystemCall[],
  folders: readonly string[],
  cwd: string,
): string[] {
  const written = calls.flatMap(({ name, text }) => {
    const isWriting =
      name.startsWith('mkdir') || name === 'creat' || /O_(WRONLY|RDWR|CREAT)/.test(text);
    if (!isWriting || text.includes(' = -1 ')) return [];
    const [, folder, file = ''] = /^(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"([^"]*)"/.exec(text) ?? [];
    return [path.resolve(folder ?? cwd, file)];
  });
  const isAllowed = (file: string): boolean =>
    [...folders, '/dev', '/proc'].some(
      (folder) => file === folder || file.startsWith(`${folder}/`),
    );
  return [...new Set(written)].filter((file) => !isAllowed(file));
}
