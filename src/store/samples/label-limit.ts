import { sql, type Transaction } from 'kysely';
import { CIFAR10_CLASSES } from '../../config/cifar10';
import { MAX_CLASSES } from '../../config/class-limit';
import type { HistoryTables } from '../history-tables';

const CIFAR10_KEYS: readonly string[] = CIFAR10_CLASSES.map((name) => name.toLowerCase());
/** Labels besides those of CIFAR-10, which every version knows. */
const MOST_OTHERS = MAX_CLASSES - CIFAR10_KEYS.length;

/** Whether a label is of a class of CIFAR-10, which is always there. */
export function isOfCifar10(labelKey: string): boolean {
  return CIFAR10_KEYS.includes(labelKey);
}

/** Whether samples may have this label: it has some, or a version has room for another class. */
export async function hasRoomFor(
  transaction: Transaction<HistoryTables>,
  labelKey: string,
): Promise<boolean> {
  return (await isInUse(transaction, labelKey)) || (await countOthers(transaction)) < MOST_OTHERS;
}

/** Whether a label is a class already: one of CIFAR-10, or that of a sample. */
export async function isInUse(
  transaction: Transaction<HistoryTables>,
  labelKey: string,
): Promise<boolean> {
  if (isOfCifar10(labelKey)) return true;
  const used = await transaction
    .selectFrom('samples')
    .select('label_key')
    .where('label_key', '=', labelKey)
    .limit(1)
    .executeTakeFirst();
  return used !== undefined;
}

/** Whether samples have more labels than a version can have classes. */
export async function hasTooManyLabels(transaction: Transaction<HistoryTables>): Promise<boolean> {
  return (await countOthers(transaction)) > MOST_OTHERS;
}

async function countOthers(transaction: Transaction<HistoryTables>): Promise<number> {
  const { labels } = await transaction
    .selectFrom('samples')
    .select(sql<number | string>`count(distinct label_key)`.as('labels'))
    .where('label_key', 'not in', CIFAR10_KEYS)
    .executeTakeFirstOrThrow();
  return Number(labels);
}
