import { sql, type Kysely, type Transaction } from 'kysely';
import type { HistoryTables } from '../history-tables';
import { fileHash } from '../samples/file-hash';
import { storedFiles } from '../samples/read-samples';
import type { ImageBounds, ImageTotals, NewPredictionImage } from './prediction-image';

/** Images of one statement that removes the oldest. */
const REMOVED_AT_ONCE = 200;
/** Freeing a file reads all of its pages: whoever wants to write meanwhile waits for it. */
const BYTES_REMOVED_AT_ONCE = 32 * 1024 * 1024;
/** New rows have no pixels: those are derived from the file. */
const NO_PIXELS = new Uint8Array(0);

/**
 * Writes images and removes the oldest beyond the space there is, in one transaction. Of several
 * predictions of one image, the newest is the one worth labelling, if the image is no sample.
 */
export async function insertImages(
  database: Kysely<HistoryTables>,
  images: readonly NewPredictionImage[],
  maxBytes: number,
): Promise<void> {
  const hashed = images
    .filter(({ file }) => file.length <= maxBytes)
    .map((image) => ({ ...image, sampleId: fileHash(image.file) }));
  if (hashed.length === 0) return;
  const newest = new Map(hashed.map(({ sampleId, predictionId }) => [sampleId, predictionId]));
  const sampleIds = [...newest.keys()];
  await database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('prediction_images')
      .set({ is_unlabelled: 0 })
      .where('sample_id', 'in', sampleIds)
      .where('is_unlabelled', '=', 1)
      .execute();
    const samples = await storedFiles(transaction, sampleIds);
    const rows = hashed.map((image) => ({
      prediction_id: image.predictionId,
      created_at: image.createdAt,
      sample_id: image.sampleId,
      confidence: image.confidence,
      is_unlabelled:
        newest.get(image.sampleId) === image.predictionId && !samples.has(image.sampleId) ? 1 : 0,
      bytes: image.file.length,
      pixels: NO_PIXELS,
      thumbnail: null,
      format: image.format,
      width: image.width,
      height: image.height,
    }));
    const inserted = await transaction
      .insertInto('prediction_images')
      .values(rows)
      .onConflict((conflict) => conflict.column('prediction_id').doNothing())
      .returning(['prediction_id', 'bytes'])
      .execute();
    const files = new Map(hashed.map(({ predictionId, file }) => [predictionId, file]));
    for (const { prediction_id } of inserted) {
      await transaction
        .insertInto('prediction_files')
        .values({ prediction_id, file: files.get(prediction_id)! })
        .execute();
    }
    const bytes = inserted.reduce((total, row) => total + row.bytes, 0);
    await addToTotals(transaction, inserted.length, bytes);
    while (await removeOldest(transaction, { maxBytes }));
  });
}

/** @returns whether there may be more to remove */
export async function removeOldest(
  transaction: Transaction<HistoryTables>,
  { maxBytes, before }: ImageBounds,
): Promise<boolean> {
  let surplus = -Infinity;
  if (maxBytes !== undefined) surplus = (await readTotals(transaction)).bytes - maxBytes;
  if (surplus <= 0 && before === undefined) return false;
  const oldest = await transaction
    .selectFrom('prediction_images')
    .select(['prediction_id', 'created_at', 'bytes'])
    .orderBy('created_at')
    .orderBy('prediction_id')
    .limit(REMOVED_AT_ONCE)
    .execute();
  let bytes = 0;
  const ids: string[] = [];
  let isCut = false;
  for (const row of oldest) {
    const isTooOld = before !== undefined && Number(row.created_at) < before;
    if (!isTooOld && surplus <= bytes) break;
    if (bytes >= BYTES_REMOVED_AT_ONCE) {
      isCut = true;
      break;
    }
    ids.push(row.prediction_id);
    bytes += row.bytes;
  }
  if (ids.length === 0) return false;
  await transaction.deleteFrom('prediction_images').where('prediction_id', 'in', ids).execute();
  await transaction.deleteFrom('prediction_files').where('prediction_id', 'in', ids).execute();
  await addToTotals(transaction, -ids.length, -bytes);
  return isCut || ids.length === REMOVED_AT_ONCE;
}

/** Removes the images of predictions that go; those that are not kept are passed over. */
export async function removeImages(
  transaction: Transaction<HistoryTables>,
  predictionIds: readonly string[],
): Promise<void> {
  const removed = await transaction
    .deleteFrom('prediction_images')
    .where('prediction_id', 'in', predictionIds)
    .returning('bytes')
    .execute();
  await transaction
    .deleteFrom('prediction_files')
    .where('prediction_id', 'in', predictionIds)
    .execute();
  const bytes = removed.reduce((total, row) => total + row.bytes, 0);
  await addToTotals(transaction, -removed.length, -bytes);
}

/** Adds a thumbnail to an image that is there. */
export async function updateThumbnail(
  database: Kysely<HistoryTables>,
  predictionId: string,
  thumbnail: Uint8Array,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('prediction_images')
      .set({ thumbnail, bytes: sql`bytes + ${thumbnail.length}` })
      .where('prediction_id', '=', predictionId)
      .where('thumbnail', 'is', null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) await addToTotals(transaction, 0, thumbnail.length);
  });
}

export async function readTotals(database: Kysely<HistoryTables>): Promise<ImageTotals> {
  const row = await database
    .selectFrom('image_totals')
    .select(['images', 'bytes'])
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
  return { images: Number(row.images), bytes: Number(row.bytes) };
}

async function addToTotals(
  transaction: Transaction<HistoryTables>,
  images: number,
  bytes: number,
): Promise<void> {
  await transaction
    .updateTable('image_totals')
    .set({ images: sql`images + ${images}`, bytes: sql`bytes + ${bytes}` })
    .where('id', '=', 1)
    .execute();
}
