import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { counted } from '../config/counted';
import { importHistory, type UnusableEntry } from '../store/history-file/import-history';
import { openHistoryDatabase } from '../store/open-history-database';
import { historyDirectory, runHistoryCommand, UsageError } from './history-command';

const USAGE = `Usage: npm run history:import -- FILE [--database DIR]

Adds the predictions of FILE to the history: the original system's predictions.json, or what
history:export wrote. Predictions that are there already are left alone, so it can be repeated.

  --database DIR  folder of the history (default: PERSISTENCE_DIR)

Exits with 0; 1 on an error; 2 on wrong arguments; 3 if some entries could not be used.`;

const SHOWN_PROBLEMS = 100;
/** A server that is running has the lock for moments only. */
const LOCK_WAIT_MS = 30_000;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { database: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError(USAGE);
  const { size } = await stat(file);
  const directory = historyDirectory(values.database);
  const database = await openHistoryDatabase(directory, { waitMs: LOCK_WAIT_MS });
  const bar = new SingleBar({
    format: 'Importing [{bar}] {percentage}% | {eta} s left',
    hideCursor: true,
  });
  const problems: UnusableEntry[] = [];
  try {
    bar.start(size, 0);
    const { added, known, unusable } = await importHistory(database, textOf(file, bar), {
      onUnusable: (problem) => {
        if (problems.length < SHOWN_PROBLEMS) problems.push(problem);
      },
    });
    bar.stop();
    report(problems, unusable);
    console.log(
      `${file}: ${counted(added, 'prediction')} added, ${known} were there already, ${unusable} could not be used`,
    );
    return unusable === 0 ? 0 : 3;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${file} cannot be imported: ${reason}`, { cause });
  } finally {
    bar.stop();
    await database.destroy();
  }
}

async function* textOf(file: string, bar: SingleBar): AsyncGenerator<string> {
  const stream = createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 });
  for await (const chunk of stream) {
    yield chunk as string;
    bar.update(stream.bytesRead);
  }
}

function report(problems: readonly UnusableEntry[], unusable: number): void {
  for (const { position, reason } of problems) console.error(`entry ${position}: ${reason}`);
  if (unusable > problems.length) console.error(`and ${unusable - problems.length} more`);
}

runHistoryCommand(main);
