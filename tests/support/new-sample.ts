import type { Kysely } from 'kysely';
import type { HistoryTables } from '../../src/store/history-tables';
import { SPLITS, type Label, type NewSample, type Split } from '../../src/store/samples/sample';

/** A sample to be stored, for tests to which only its id and label matter. */
export function newSample(
  id: string | number,
  label: Label | string,
  fields: Partial<NewSample> = {},
): NewSample {
  return {
    id: typeof id === 'string' ? id : String(id).padStart(64, '0'),
    label: typeof label === 'string' ? { key: label.toLowerCase(), name: label } : label,
    source: 'upload',
    fileName: 'a.png',
    format: 'png',
    width: 32,
    height: 32,
    fileBytes: 100,
    predictionId: null,
    isTest: false,
    thumbnail: null,
    ...fields,
  };
}

/** What an earlier choice may have been: the store itself holds out a tenth of what is added. */
export async function setSplit(
  database: Kysely<HistoryTables>,
  ids: readonly string[],
  split: Split,
): Promise<void> {
  await database
    .updateTable('samples')
    .set({ split: SPLITS.indexOf(split) })
    .where('id', 'in', ids)
    .execute();
}
