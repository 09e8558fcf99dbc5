import type { Kysely, Migration } from 'kysely';

/** Which version answered from when on; whether a prediction looked like no class at all. */
export const activations: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .createTable('activations')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('version', 'varchar(64)', (column) => column.notNull())
      .addColumn('activated_at', 'bigint', (column) => column.notNull())
      .addColumn('cause', 'varchar(16)', (column) => column.notNull())
      .addColumn('job', 'varchar(64)')
      .execute();
    await database.schema
      .alterTable('predictions')
      .addColumn('uncertain', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },

  async down(database: Kysely<unknown>): Promise<void> {
    await database.schema.alterTable('predictions').dropColumn('uncertain').execute();
    await database.schema.dropTable('activations').execute();
  },
};
