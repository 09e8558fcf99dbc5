import type { Kysely, Migration } from 'kysely';

/** Labels that were renamed, merged or deleted: histories name them, and lists do not any more. */
export const retiredLabels: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .alterTable('labels')
      .addColumn('retired', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },

  async down(database: Kysely<unknown>): Promise<void> {
    await database.schema.alterTable('labels').dropColumn('retired').execute();
  },
};
