import type { Kysely, Migration } from 'kysely';

/** What a label is called now: versions made before go on answering with the name that they learned. */
export const renamedLabels: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema.alterTable('labels').addColumn('renamed_to', 'text').execute();
  },

  async down(database: Kysely<unknown>): Promise<void> {
    await database.schema.alterTable('labels').dropColumn('renamed_to').execute();
  },
};
