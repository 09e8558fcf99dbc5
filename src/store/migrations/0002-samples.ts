import { sql, type Kysely, type Migration } from 'kysely';
import { CIFAR10_CLASSES } from '../../config/cifar10';

/** Labelled images, their labels and history; images of predictions, and what people say of them. */
export const samples: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await createLabels(database);
    await createSamples(database);
    await createPredictionImages(database);
    await addFeedback(database);
  },

  async down(database: Kysely<unknown>): Promise<void> {
    const indices = ['by_feedback', 'by_feedback_time', 'by_version_and_time'];
    for (const index of indices) await database.schema.dropIndex(`predictions_${index}`).execute();
    for (const column of FEEDBACK_COLUMNS) {
      await database.schema.alterTable('predictions').dropColumn(column).execute();
    }
    const tables = ['image_totals', 'prediction_images', 'sample_changes', 'samples', 'labels'];
    for (const table of tables) await database.schema.dropTable(table).execute();
  },
};

const FEEDBACK_COLUMNS = [
  'feedback',
  'feedback_label_key',
  'feedback_sample_id',
  'feedback_at',
] as const;

async function createLabels(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('labels')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  for (const name of CIFAR10_CLASSES) {
    await sql`insert into labels (key, name, created_at)
      values (${name.toLowerCase()}, ${name}, 0)`.execute(database);
  }
}

async function createSamples(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('samples')
    .addColumn('id', 'varchar(64)', (column) => column.primaryKey().notNull())
    .addColumn('label_key', 'text', (column) => column.notNull().references('labels.key'))
    .addColumn('source', 'varchar(16)', (column) => column.notNull())
    .addColumn('file_name', 'text', (column) => column.notNull())
    .addColumn('format', 'varchar(8)', (column) => column.notNull())
    .addColumn('width', 'integer', (column) => column.notNull())
    .addColumn('height', 'integer', (column) => column.notNull())
    .addColumn('file_bytes', 'integer', (column) => column.notNull())
    .addColumn('held_out', 'integer', (column) => column.notNull())
    .addColumn('prediction_id', 'varchar(64)')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('pixels', 'blob', (column) => column.notNull())
    .addColumn('thumbnail', 'blob')
    .execute();
  // The orders in which samples are paged through, and what counting them reads: rows are large.
  const indices: Readonly<Record<string, readonly string[]>> = {
    samples_by_time: ['created_at', 'id'],
    samples_by_label_and_time: ['label_key', 'created_at', 'id'],
    samples_by_source_and_time: ['source', 'created_at', 'id'],
    samples_counted: ['label_key', 'source', 'held_out', 'updated_at'],
  };
  for (const [index, columns] of Object.entries(indices)) {
    await database.schema
      .createIndex(index)
      .on('samples')
      .columns([...columns])
      .execute();
  }
  await database.schema
    .createTable('sample_changes')
    .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('sample_id', 'varchar(64)', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'varchar(16)', (column) => column.notNull())
    .addColumn('source', 'varchar(16)', (column) => column.notNull())
    .addColumn('from_label_key', 'text')
    .addColumn('to_label_key', 'text')
    .execute();
  await database.schema
    .createIndex('sample_changes_of_sample')
    .on('sample_changes')
    .columns(['sample_id', 'seq'])
    .execute();
  await database.schema
    .createIndex('sample_changes_by_time')
    .on('sample_changes')
    .columns(['changed_at', 'kind', 'sample_id'])
    .execute();
}

async function createPredictionImages(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('prediction_images')
    .addColumn('prediction_id', 'varchar(64)', (column) => column.primaryKey().notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('sample_id', 'varchar(64)', (column) => column.notNull())
    .addColumn('confidence', 'double precision', (column) => column.notNull())
    .addColumn('is_unlabelled', 'integer', (column) => column.notNull())
    .addColumn('bytes', 'integer', (column) => column.notNull())
    .addColumn('pixels', 'blob', (column) => column.notNull())
    .addColumn('thumbnail', 'blob')
    .execute();
  await database.schema
    .createIndex('prediction_images_by_time')
    .on('prediction_images')
    .columns(['created_at', 'prediction_id', 'bytes'])
    .execute();
  await database.schema
    .createIndex('prediction_images_by_sample')
    .on('prediction_images')
    .columns(['sample_id', 'is_unlabelled'])
    .execute();
  await database.schema
    .createIndex('prediction_images_to_label')
    .on('prediction_images')
    .columns(['confidence', 'prediction_id'])
    .where(sql.ref('is_unlabelled'), '=', sql.lit(1))
    .execute();
  await database.schema
    .createTable('image_totals')
    .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('images', 'bigint', (column) => column.notNull())
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .execute();
  await sql`insert into image_totals (id, images, bytes) values (1, 0, 0)`.execute(database);
}

async function addFeedback(database: Kysely<unknown>): Promise<void> {
  for (const column of FEEDBACK_COLUMNS) {
    await database.schema
      .alterTable('predictions')
      .addColumn(column, column === 'feedback_at' ? 'bigint' : 'text')
      .execute();
  }
  // Few predictions have feedback, so the indices that find those are small.
  await database.schema
    .createIndex('predictions_by_feedback')
    .on('predictions')
    .columns(['feedback', 'created_at', 'id'])
    .where(sql.ref('feedback'), 'is not', sql.lit(null))
    .execute();
  await database.schema
    .createIndex('predictions_by_feedback_time')
    .on('predictions')
    .columns(['feedback_at', 'id'])
    .where(sql.ref('feedback_at'), 'is not', sql.lit(null))
    .execute();
  await database.schema
    .createIndex('predictions_by_version_and_time')
    .on('predictions')
    .columns(['model_version', 'created_at', 'id'])
    .execute();
}
