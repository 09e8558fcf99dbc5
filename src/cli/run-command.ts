import { inspect } from 'node:util';
import { ConfigurationError } from '../config/load';

/** The arguments of a command are off; printed without a stack, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Runs a command to its end: the first Ctrl-C (or SIGTERM) aborts its signal so that it can leave
 * a clean state, the second ends it at once. A failure is one line on standard error (with its
 * stack and causes when DEBUG is set) and a non-zero exit code.
 */
export function runCommand(main: (signal: AbortSignal) => Promise<void>): void {
  const abort = new AbortController();
  const stop = (signal: NodeJS.Signals): void => {
    if (abort.signal.aborted) process.exit(130);
    abort.abort(new Error(`Stopped by ${signal}.`));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  main(abort.signal).then(
    () => process.exit(),
    (error: unknown) => {
      console.error(describe(error));
      process.exit(abort.signal.aborted ? 130 : exitCode(error));
    },
  );
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (process.env.DEBUG !== undefined) return inspect(error);
  return error.message;
}

function exitCode(error: unknown): number {
  const misused =
    error instanceof UsageError ||
    error instanceof ConfigurationError ||
    (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true;
  return misused ? 2 : 1;
}

/**
 * A whole number given as an option.
 *
 * @throws {UsageError} naming the option
 */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new UsageError(`--${option} must be a whole number from ${min} to ${max}, not "${text}"`);
  }
  return value;
}
