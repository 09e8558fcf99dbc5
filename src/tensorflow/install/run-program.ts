import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The end of what a program wrote is what tells why it failed. */
const KEPT_OUTPUT_CHARACTERS = 100_000;

/** The exit code of shells for a program that is not there. */
export const NOT_FOUND = 127;

export interface ProgramResult {
  /** Exit code; {@link NOT_FOUND} if there is no such program, null if a signal ended it. */
  readonly code: number | null;
  /** The end of what it wrote to standard output. */
  readonly output: string;
  /** The end of what it wrote to standard error. */
  readonly errors: string;
}

export interface ProgramOptions {
  readonly folder: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Ends the program; the call then rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/** Runs a program to its end; a failure is a result, not an exception. */
export async function runProgram(
  file: string,
  args: readonly string[],
  { folder, environment = process.env, signal }: ProgramOptions,
): Promise<ProgramResult> {
  const child = spawn(file, args, {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const written = { output: '', errors: '' };
  const collect = (stream: NodeJS.ReadableStream, name: 'output' | 'errors'): void => {
    stream.setEncoding('utf8').on('data', (text: string) => {
      written[name] = (written[name] + text).slice(-KEPT_OUTPUT_CHARACTERS);
    });
  };
  collect(child.stdout, 'output');
  collect(child.stderr, 'errors');
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, ...written };
  } catch (error) {
    signal.throwIfAborted();
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing) return { code: NOT_FOUND, output: '', errors: `${file}: not found` };
    throw error;
  }
}

/** The line that says what went wrong: the first `error: ...`, or else the last of all. */
export function reasonOfFailure({ output, errors }: ProgramResult): string {
  const lines = `${output}\n${errors}`
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const line = lines.find((text) => /\berror:/i.test(text)) ?? lines.at(-1);
  return line ?? 'it did not say why';
}
