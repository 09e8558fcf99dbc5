import { openHistoryDatabase } from '../../store/open-history-database';
import { scanSamples } from '../../store/samples/read-samples';
import type { LabelledSample } from '../labelled-sample';

/**
 * Every labelled sample, in order of ids, with its pixels: 3 KB each. Another process may have the
 * database open and change it meanwhile; a sample is read with its label of one moment.
 *
 * @param directory the persistence folder
 * @throws {HistoryDatabaseError} if the database cannot be opened
 *
 * @example
 * const samples = await readLabelledSamples(config.PERSISTENCE_DIR);
 * const training = samples.filter(({ heldOut }) => !heldOut);
 */
export async function readLabelledSamples(directory: string): Promise<LabelledSample[]> {
  const database = await openHistoryDatabase(directory);
  try {
    const samples: LabelledSample[] = [];
    for await (const page of scanSamples(database)) samples.push(...page);
    return samples;
  } finally {
    await database.destroy();
  }
}
