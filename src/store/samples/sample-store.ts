import type { Kysely } from 'kysely';
import { blobBytes } from '../blob-bytes';
import type { HistoryTables } from '../history-tables';
import { idsOfClass, renameClass, retireLabel } from './change-classes';
import { deleteSamples, moveToTraining, relabelSamples } from './change-samples';
import { keepLearnable } from './keep-learnable';
import { followRenames, readLabels } from './labels';
import { putSamples } from './put-samples';
import { rekeyLabels } from './rekey-labels';
import {
  countSamples,
  findSample,
  findSampleOfFile,
  listSamples,
  storedSamples,
} from './read-samples';
import { changesOf, countChangesSince } from './sample-changes';
import type { SampleStore } from './sample';
import { samplesToTakeOver, takeOverSample } from './take-over';

/**
 * The labelled images in a database.
 *
 * @example
 * const samples = sampleStore(await openHistoryDatabase(config.PERSISTENCE_DIR));
 * await samples.relabel([id], parseLabel('cat'), Date.now());
 */
export function sampleStore(database: Kysely<HistoryTables>): SampleStore {
  return {
    put: (samples, at) => putSamples(database, samples, at),
    find: (id) => findSample(database, id),
    findFile: (hash) => findSampleOfFile(database, hash),
    stored: (ids) => storedSamples(database, ids),
    async pixels(id) {
      const row = await database
        .selectFrom('samples')
        .select('pixels')
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined || row.pixels.byteLength === 0 ? undefined : blobBytes(row.pixels);
    },
    async thumbnail(id) {
      const row = await database
        .selectFrom('samples')
        .select('thumbnail')
        .where('id', '=', id)
        .executeTakeFirst();
      return row?.thumbnail ? blobBytes(row.thumbnail) : undefined;
    },
    changes: (id) => changesOf(database, id),
    list: (filter, limit, cursor) => listSamples(database, filter, limit, cursor),
    count: (since) => countSamples(database, since),
    changesSince: (since) => countChangesSince(database, since),
    labels: () => readLabels(database),
    rekeyLabels: (labels) => rekeyLabels(database, labels),
    keepLearnable: () =>
      database.transaction().execute((transaction) => keepLearnable(transaction)),
    idsOfClass: (labelKey, limit) => idsOfClass(database, labelKey, limit),
    renameClass: (renaming) => renameClass(database, renaming),
    followRenames: (label, answered) => followRenames(database, label, answered),
    retireLabel: (key) => retireLabel(database, key),
    toTakeOver: (after, limit) => samplesToTakeOver(database, after, limit),
    takeOver: (taken) => takeOverSample(database, taken),
    relabel: (ids, label, at) => relabelSamples(database, ids, label, at),
    moveToTraining: (ids, at) => moveToTraining(database, ids, at),
    delete: (ids, at) => deleteSamples(database, ids, at),
  };
}
