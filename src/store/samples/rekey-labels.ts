import type { Kysely } from 'kysely';
import type { HistoryTables } from '../history-tables';

/** A label whose key is not what its name folds to any more. */
export interface RekeyedLabel {
  readonly from: string;
  readonly to: string;
}

/**
 * Gives labels the keys that their names fold to now, with all that refers to them, in one
 * transaction. Where another label has that key already, the two become one, spelled as that one.
 *
 * @returns how many labels were there to change
 */
export async function rekeyLabels(
  database: Kysely<HistoryTables>,
  labels: readonly RekeyedLabel[],
): Promise<number> {
  if (labels.length === 0) return 0;
  return database.transaction().execute(async (transaction) => {
    let changed = 0;
    for (const { from, to } of labels) {
      const label = await transaction
        .selectFrom('labels')
        .selectAll()
        .where('key', '=', from)
        .executeTakeFirst();
      if (label === undefined) continue; // another instance was faster
      await transaction
        .insertInto('labels')
        .values({ ...label, key: to })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute();
      await transaction
        .updateTable('samples')
        .set({ label_key: to })
        .where('label_key', '=', from)
        .execute();
      for (const column of ['from_label_key', 'to_label_key'] as const) {
        await transaction
          .updateTable('sample_changes')
          .set(column, to)
          .where(column, '=', from)
          .execute();
      }
      await transaction
        .updateTable('predictions')
        .set({ feedback_label_key: to })
        .where('feedback', 'is not', null) // which the index of those with feedback needs
        .where('feedback_label_key', '=', from)
        .execute();
      await transaction
        .updateTable('labels')
        .set({ renamed_to: to })
        .where('renamed_to', '=', from)
        .execute();
      await transaction.deleteFrom('labels').where('key', '=', from).execute();
      changed += 1;
    }
    return changed;
  });
}
