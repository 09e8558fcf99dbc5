import type { Kysely, Migration } from 'kysely';

/** The history: predictions, the class lists they refer to, and totals for the statistics. */
export const predictions: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .createTable('class_lists')
      .addColumn('id', 'varchar(16)', (column) => column.primaryKey().notNull())
      .addColumn('names', 'text', (column) => column.notNull())
      .execute();
    await database.schema
      .createTable('predictions')
      .addColumn('id', 'varchar(64)', (column) => column.primaryKey().notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('file_name', 'text', (column) => column.notNull())
      .addColumn('predicted_class', 'text', (column) => column.notNull())
      .addColumn('predicted_class_index', 'integer', (column) => column.notNull())
      .addColumn('confidence', 'double precision', (column) => column.notNull())
      .addColumn('duration_ms', 'double precision', (column) => column.notNull())
      .addColumn('model_version', 'text', (column) => column.notNull())
      .addColumn('class_list_id', 'varchar(16)', (column) =>
        column.notNull().references('class_lists.id'),
      )
      .addColumn('probabilities', 'text', (column) => column.notNull())
      .execute();
    // The two orders in which history is paged through: all of it, and one class of it.
    await database.schema
      .createIndex('predictions_by_time')
      .on('predictions')
      .columns(['created_at', 'id'])
      .execute();
    await database.schema
      .createIndex('predictions_by_class_and_time')
      .on('predictions')
      .columns(['predicted_class', 'created_at', 'id'])
      .execute();
    await database.schema
      .createTable('class_totals')
      .addColumn('predicted_class', 'text', (column) => column.primaryKey().notNull())
      .addColumn('predictions', 'bigint', (column) => column.notNull())
      .addColumn('confidence_sum', 'double precision', (column) => column.notNull())
      .addColumn('confidence_min', 'double precision', (column) => column.notNull())
      .addColumn('confidence_max', 'double precision', (column) => column.notNull())
      .addColumn('duration_ms_sum', 'double precision', (column) => column.notNull())
      .execute();
  },

  async down(database: Kysely<unknown>): Promise<void> {
    for (const table of ['class_totals', 'predictions', 'class_lists']) {
      await database.schema.dropTable(table).execute();
    }
  },
};
