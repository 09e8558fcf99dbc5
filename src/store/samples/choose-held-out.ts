import type { Kysely } from 'kysely';
import type { HistoryTables } from '../history-tables';
import { SPLITS } from './sample';

/** One of so many pictures of a class is held out. */
const HELD_OUT_SHARE = 10;
const HELD_OUT = SPLITS.indexOf('held_out');
const TEST = SPLITS.indexOf('test');
/** Far below SQLite's 32,766 parameters. */
const IDS_PER_STATEMENT = 500;

/**
 * Holds out a tenth of each class, rounded down, by choosing among the samples that have just been
 * added as many as the class lacks, in the order of their hashes. Whatever was chosen before stays, so
 * that a sample changes sides only when somebody moves it. A class of fewer than ten has none held out:
 * it is judged by leaving one out at a time, and learns from all.
 *
 * @param added ids of the samples that have just been stored to learn from, by the key of their label
 * @returns the ids of those that are held out now
 */
export async function chooseHeldOut(
  database: Kysely<HistoryTables>,
  added: ReadonlyMap<string, readonly string[]>,
): Promise<ReadonlySet<string>> {
  const chosen: string[] = [];
  for (const [labelKey, ids] of added) {
    const { samples, heldOut } = await countOf(database, labelKey);
    const lacking = Math.floor(samples / HELD_OUT_SHARE) - heldOut;
    if (lacking <= 0) continue;
    const rows = await database
      .selectFrom('samples')
      .select('id')
      .where('id', 'in', ids)
      // One that came twice, with two labels, belongs to the class that was said last.
      .where('label_key', '=', labelKey)
      .orderBy('id')
      .limit(lacking)
      .execute();
    chosen.push(...rows.map(({ id }) => id));
  }
  for (let start = 0; start < chosen.length; start += IDS_PER_STATEMENT) {
    await database
      .updateTable('samples')
      .set({ split: HELD_OUT })
      .where('id', 'in', chosen.slice(start, start + IDS_PER_STATEMENT))
      .execute();
  }
  return new Set(chosen);
}

/** The samples of a class without those of the test set. */
async function countOf(
  database: Kysely<HistoryTables>,
  labelKey: string,
): Promise<{ readonly samples: number; readonly heldOut: number }> {
  const rows = await database
    .selectFrom('samples')
    .select((eb) => ['split', eb.fn.countAll<number | string>().as('samples')])
    .where('label_key', '=', labelKey)
    .where('split', '<', TEST)
    .groupBy('split')
    .execute();
  const of = (split: number): number =>
    Number(rows.find((row) => row.split === split)?.samples ?? 0);
  return {
    samples: rows.reduce((sum, { samples }) => sum + Number(samples), 0),
    heldOut: of(HELD_OUT),
  };
}
