import type { Kysely, Migration } from 'kysely';

/** Sums over windows of pictures, by which drift is told. */
export const drift: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .createTable('drift_windows')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('model_version', 'text', (column) => column.notNull())
      .addColumn('identity', 'varchar(64)', (column) => column.notNull())
      .addColumn('first_at', 'bigint', (column) => column.notNull())
      .addColumn('last_at', 'bigint', (column) => column.notNull())
      .addColumn('is_closed', 'integer', (column) => column.notNull())
      .addColumn('pictures', 'integer', (column) => column.notNull())
      .addColumn('sums', 'blob', (column) => column.notNull())
      .addColumn('strangest', 'text', (column) => column.notNull())
      .execute();
    await database.schema
      .createIndex('drift_windows_of_version')
      .on('drift_windows')
      .columns(['model_version', 'identity', 'id'])
      .execute();
  },

  async down(database: Kysely<unknown>): Promise<void> {
    await database.schema.dropTable('drift_windows').execute();
  },
};
