import type { Kysely, Transaction } from 'kysely';
import type { HistoryTables } from '../history-tables';
import { keepLearnable } from './keep-learnable';
import { SPLITS } from './sample';

const TEST = SPLITS.indexOf('test');

/** A sample of an earlier release, which knew samples by their pixels, not by their files. */
export interface SampleToTakeOver {
  readonly id: string;
  readonly fileName: string;
  readonly format: string;
  readonly fileBytes: number;
}

/** What is known of the file of such a sample now. */
export interface TakenOver {
  readonly id: string;
  /** SHA-256 of the file, hexadecimal. */
  readonly fileHash: string;
  /** Of the file that was made of the sample's pixels, where its own was lost. */
  readonly madeAnew?: {
    readonly format: string;
    readonly width: number;
    readonly height: number;
    readonly fileBytes: number;
  };
}

/**
 * `done`; `merged` where the same file had been uploaded again meanwhile, and that sample, whose file
 * is named, is one with the older one now; `taken` where another sample of an earlier release has the
 * very same file: both stay, and only the other one is found by it.
 */
export type TakeOverOutcome =
  | { readonly outcome: 'done' | 'taken' }
  | { readonly outcome: 'merged'; readonly id: string; readonly format: string };

/** Some of the samples whose files nobody has looked at, in order of their ids. */
export async function samplesToTakeOver(
  database: Kysely<HistoryTables>,
  after: string,
  limit: number,
): Promise<SampleToTakeOver[]> {
  const rows = await database
    .selectFrom('samples_to_take_over')
    .innerJoin('samples', 'samples.id', 'samples_to_take_over.sample_id')
    .select(['samples.id', 'file_name', 'format', 'file_bytes'])
    .where('samples_to_take_over.sample_id', '>', after)
    .orderBy('samples_to_take_over.sample_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    fileName: row.file_name,
    format: row.format,
    fileBytes: row.file_bytes,
  }));
}

/** Notes the file of a sample, in one transaction. No sample changes between training and judging. */
export async function takeOverSample(
  database: Kysely<HistoryTables>,
  { id, fileHash, madeAnew }: TakenOver,
): Promise<TakeOverOutcome> {
  return database.transaction().execute(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('samples_to_take_over')
      .where('sample_id', '=', id)
      .executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) return { outcome: 'done' }; // deleted, or another instance was faster
    const other = await transaction
      .selectFrom('samples')
      .select(['id', 'format', 'label_key', 'split', 'updated_at'])
      .where('file_hash', '=', fileHash)
      .where('id', '!=', id)
      .executeTakeFirst();
    const isKnown = other !== undefined && other.id !== fileHash;
    if (other !== undefined && !isKnown) await mergeInto(transaction, id, other);
    await transaction
      .updateTable('samples')
      .set({
        file_hash: isKnown ? null : fileHash,
        ...(madeAnew && {
          format: madeAnew.format,
          width: madeAnew.width,
          height: madeAnew.height,
          file_bytes: madeAnew.fileBytes,
        }),
      })
      .where('id', '=', id)
      .execute();
    // Predictions of the file that were made since then were not known to show a sample.
    await transaction
      .updateTable('prediction_images')
      .set({ is_unlabelled: 0 })
      .where('sample_id', '=', fileHash)
      .where('is_unlabelled', '=', 1)
      .execute();
    if (isKnown) return { outcome: 'taken' };
    return other === undefined
      ? { outcome: 'done' }
      : { outcome: 'merged', id: other.id, format: other.format };
  });
}

/** The older sample takes the label that was given last, and keeps its split unless it is to test. */
async function mergeInto(
  transaction: Transaction<HistoryTables>,
  id: string,
  other: {
    readonly id: string;
    readonly label_key: string;
    readonly split: number;
    readonly updated_at: number | string;
  },
): Promise<void> {
  const { label_key: before } = await transaction
    .selectFrom('samples')
    .select('label_key')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  await transaction.deleteFrom('samples').where('id', '=', other.id).execute();
  await transaction
    .updateTable('samples')
    .set({
      label_key: other.label_key,
      updated_at: other.updated_at,
      ...(other.split === TEST && { split: TEST }),
    })
    .where('id', '=', id)
    .execute();
  await transaction
    .updateTable('sample_changes')
    .set({ kind: 'relabelled', from_label_key: before })
    .where('sample_id', '=', other.id)
    .where('kind', '=', 'added')
    .execute();
  await transaction
    .updateTable('sample_changes')
    .set({ sample_id: id })
    .where('sample_id', '=', other.id)
    .execute();
  await transaction
    .updateTable('predictions')
    .set({ feedback_sample_id: id })
    .where('feedback', 'is not', null) // which the index of those with feedback needs
    .where('feedback_sample_id', '=', other.id)
    .execute();
  await keepLearnable(transaction, [before, other.label_key]);
}
