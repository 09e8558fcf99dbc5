import { openHistoryDatabase } from '../../store/open-history-database';
import { scanSamples } from '../../store/samples/read-samples';
import type { LabelledOriginal } from '../labelled-sample';
import { sampleFile, samplesFolder } from './sample-files';

/**
 * Every labelled sample that is there to learn from or to judge trainings by, in order of ids, and
 * none of the test set. Another process may have the database open and change it meanwhile; a sample is
 * read with its label of one moment.
 *
 * @param directory the persistence folder
 * @throws {HistoryDatabaseError} if the database cannot be opened
 *
 * @example
 * const samples = await readLabelledSamples(config.PERSISTENCE_DIR);
 * const training = samples.filter(({ heldOut }) => !heldOut);
 */
export async function readLabelledSamples(directory: string): Promise<LabelledOriginal[]> {
  return (await readAll(directory)).filter(({ split }) => split !== 'test');
}

/**
 * The samples of the test set, in order of ids: no training may see them.
 *
 * @param directory the persistence folder
 * @throws {HistoryDatabaseError} if the database cannot be opened
 */
export async function readTestSamples(directory: string): Promise<LabelledOriginal[]> {
  return (await readAll(directory)).filter(({ split }) => split === 'test');
}

async function readAll(directory: string): Promise<LabelledOriginal[]> {
  const folder = samplesFolder(directory);
  const database = await openHistoryDatabase(directory);
  try {
    const samples: LabelledOriginal[] = [];
    for await (const page of scanSamples(database)) {
      for (const { id, label, split, format } of page) {
        const file = sampleFile(folder, id, format);
        samples.push({ id, label, split, heldOut: split === 'held_out', file });
      }
    }
    return samples;
  } finally {
    await database.destroy();
  }
}
