import { sql, type Kysely, type Migration } from 'kysely';

/**
 * Originals are kept: a sample is known by the SHA-256 of its file, and a prediction keeps the file
 * that it was made of. Pixels of 32×32 stay where the release before has written them; SQLite cannot
 * let go of `not null`, so that new rows have none of any length. `held_out` becomes `split`, with
 * the same values and one more: 0 learns, 1 is held out, 2 belongs to the test set.
 */
export const originals: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema.alterTable('samples').renameColumn('held_out', 'split').execute();
    await database.schema.alterTable('samples').addColumn('file_hash', 'varchar(64)').execute();
    await sql`create unique index samples_by_file on samples (file_hash)
      where file_hash is not null`.execute(database);
    // Test sets are small beside what is learned: their own indices find them at once.
    await sql`create index samples_of_test_by_time on samples (created_at, id)
      where split = 2`.execute(database);
    await sql`create index samples_of_test_by_label on samples (label_key, created_at, id)
      where split = 2`.execute(database);
    // Filled from the index of ids: no row, and none of the pixels in it, is read for it.
    await database.schema
      .createTable('samples_to_take_over')
      .addColumn('sample_id', 'varchar(64)', (column) => column.primaryKey().notNull())
      .execute();
    await sql`insert into samples_to_take_over (sample_id) select id from samples`.execute(
      database,
    );
    for (const [column, type] of IMAGE_COLUMNS) {
      await database.schema.alterTable('prediction_images').addColumn(column, type).execute();
    }
    // A table of its own: rows of prediction_images are changed, and files are large.
    await database.schema
      .createTable('prediction_files')
      .addColumn('prediction_id', 'varchar(64)', (column) => column.primaryKey().notNull())
      .addColumn('file', 'blob', (column) => column.notNull())
      .execute();
  },

  async down(database: Kysely<unknown>): Promise<void> {
    // The release before knows no test set, and must not learn from it either.
    await sql`update samples set split = 1 where split = 2`.execute(database);
    await database.schema.dropTable('prediction_files').execute();
    for (const [column] of IMAGE_COLUMNS) {
      await database.schema.alterTable('prediction_images').dropColumn(column).execute();
    }
    await database.schema.dropTable('samples_to_take_over').execute();
    for (const index of ['of_test_by_label', 'of_test_by_time', 'by_file']) {
      await database.schema.dropIndex(`samples_${index}`).execute();
    }
    await database.schema.alterTable('samples').dropColumn('file_hash').execute();
    await database.schema.alterTable('samples').renameColumn('split', 'held_out').execute();
  },
};

const IMAGE_COLUMNS = [
  ['format', 'varchar(8)'],
  ['width', 'integer'],
  ['height', 'integer'],
] as const;
