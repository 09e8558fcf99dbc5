import type { Kysely } from 'kysely';
import { blobBytes } from '../blob-bytes';
import type { HistoryTables } from '../history-tables';
import type { StoredImages } from './prediction-image';
import { insertImages, readTotals, removeOldest, updateThumbnail } from './write-images';

/** The images of predictions in a database that is open, and closed by others. */
export function storedImages(database: Kysely<HistoryTables>): StoredImages {
  return {
    insert: (images, maxBytes) => insertImages(database, images, maxBytes),
    addThumbnail: (predictionId, thumbnail) => updateThumbnail(database, predictionId, thumbnail),
    async find(predictionId) {
      const row = await database
        .selectFrom('prediction_images')
        .select(['sample_id', 'pixels', 'thumbnail', 'format', 'width', 'height'])
        .where('prediction_id', '=', predictionId)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { format, width, height } = row;
      const thumbnail = row.thumbnail && blobBytes(row.thumbnail);
      return format === null || width === null || height === null
        ? { thumbnail, format: null, formerId: row.sample_id, pixels: blobBytes(row.pixels) }
        : { thumbnail, format, width, height };
    },
    async file(predictionId) {
      const row = await database
        .selectFrom('prediction_files')
        .select('file')
        .where('prediction_id', '=', predictionId)
        .executeTakeFirst();
      return row && blobBytes(row.file);
    },
    async kept(predictionIds) {
      if (predictionIds.length === 0) return new Set();
      const rows = await database
        .selectFrom('prediction_images')
        .select('prediction_id')
        .where('prediction_id', 'in', predictionIds)
        .execute();
      return new Set(rows.map((row) => row.prediction_id));
    },
    totals: () => readTotals(database),
    prune: (bounds) =>
      database.transaction().execute((transaction) => removeOldest(transaction, bounds)),
  };
}
