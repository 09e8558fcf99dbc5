import type { Kysely, Migration } from 'kysely';

/** Samples of one label and one source: without an index of both, all of the label are read. */
export const samplesOfLabelAndSource: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .createIndex('samples_by_label_and_source')
      .on('samples')
      .columns(['label_key', 'source', 'created_at', 'id'])
      .execute();
  },

  async down(database: Kysely<unknown>): Promise<void> {
    await database.schema.dropIndex('samples_by_label_and_source').execute();
  },
};
