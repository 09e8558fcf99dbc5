import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { counted } from '../config/counted';
import { readStatistics } from '../store/class-totals';
import { exportHistory } from '../store/history-file/export-history';
import { historyFile, openHistoryDatabase } from '../store/open-history-database';
import { historyDirectory, runHistoryCommand, UsageError } from './history-command';

const USAGE = `Usage: npm run history:export -- FILE [--database DIR]

Writes all history to FILE as JSON, in the shape of the original system's predictions.json, with
each prediction's id and model version. history:import reads it back.

  --database DIR  folder of the history (default: PERSISTENCE_DIR)

Exits with 0; 1 on an error; 2 on wrong arguments.`;

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
  const directory = historyDirectory(values.database);
  if (!existsSync(historyFile(directory))) throw new Error(`There is no history in ${directory}`);
  const database = await openHistoryDatabase(directory);
  const bar = new SingleBar({ format: 'Exporting [{bar}] {value}/{total}', hideCursor: true });
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort(new Error('Interrupted; nothing was written')));
  try {
    bar.start((await readStatistics(database)).total, 0);
    const written = await exportHistory(database, file, {
      onProgress: (count) => bar.update(count),
      signal: interrupted.signal,
    });
    bar.stop();
    console.log(`${file}: ${counted(written, 'prediction')} written`);
    return 0;
  } finally {
    bar.stop();
    await database.destroy();
  }
}

runHistoryCommand(main);
