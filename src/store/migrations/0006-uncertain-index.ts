import { sql, type Kysely, type Migration } from 'kysely';

/** Uncertain predictions are few: without an index of their own, all history is read to find them. */
export const uncertainIndex: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`create index predictions_uncertain on predictions (created_at, id)
      where uncertain = 1`.execute(database);
  },

  async down(database: Kysely<unknown>): Promise<void> {
    await database.schema.dropIndex('predictions_uncertain').execute();
  },
};
