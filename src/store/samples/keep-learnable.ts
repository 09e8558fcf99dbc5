import type { Kysely } from 'kysely';
import type { HistoryTables } from '../history-tables';
import { SPLITS } from './sample';

/** Far below SQLite's 32,766 parameters. */
const KEYS_PER_STATEMENT = 500;
const LEARNS = SPLITS.indexOf('train');
const HELD_OUT = SPLITS.indexOf('held_out');

/**
 * Lets a class be learned all of whose samples are kept out of training: its oldest one is given to
 * training, and stays there, whatever is added later. No other sample changes sides. Samples of the
 * test set count as none.
 *
 * @param labelKeys of the classes to look at; without them, all
 * @returns how many samples were given to training
 */
export async function keepLearnable(
  database: Kysely<HistoryTables>,
  labelKeys?: readonly string[],
): Promise<number> {
  if (labelKeys === undefined) return giveBack(database, undefined);
  const keys = [...new Set(labelKeys)];
  let changed = 0;
  for (let start = 0; start < keys.length; start += KEYS_PER_STATEMENT) {
    changed += await giveBack(database, keys.slice(start, start + KEYS_PER_STATEMENT));
  }
  return changed;
}

async function giveBack(
  database: Kysely<HistoryTables>,
  labelKeys: readonly string[] | undefined,
): Promise<number> {
  let query = database.selectFrom('samples').select('label_key').groupBy('label_key');
  if (labelKeys !== undefined) query = query.where('label_key', 'in', labelKeys);
  const lost = await query.having((eb) => eb(eb.fn.min('split'), '=', HELD_OUT)).execute();
  for (const { label_key } of lost) {
    const { id } = await database
      .selectFrom('samples')
      .select('id')
      .where('label_key', '=', label_key)
      .where('split', '=', HELD_OUT)
      .orderBy('created_at')
      .orderBy('id')
      .limit(1)
      .executeTakeFirstOrThrow();
    await database.updateTable('samples').set({ split: LEARNS }).where('id', '=', id).execute();
  }
  return lost.length;
}
