import { config as readDotenv } from 'dotenv';
import { loadConfiguration } from '../config/load';

/** The arguments are wrong; the message is the command's usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The folder of the history: the one asked for, or PERSISTENCE_DIR of the environment and `.env`. */
export function historyDirectory(asked: string | undefined): string {
  readDotenv({ quiet: true });
  return asked ?? loadConfiguration(process.env).PERSISTENCE_DIR;
}

/** Runs a command, sets its exit code, and tells an error in one line. */
export function runHistoryCommand(main: () => Promise<number>): void {
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : String(error));
      process.exitCode = isUsageError(error) ? 2 : 1;
    },
  );
}

function isUsageError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS');
}
