import type { Kysely, Migration } from 'kysely';

/** What keys may do with signatures and how often they may ask. */
export const signedRequests: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema
      .alterTable('api_keys')
      .addColumn('signing', 'varchar(16)', (column) => column.notNull().defaultTo('off'))
      .execute();
    await schema.alterTable('api_keys').addColumn('requests_per_minute', 'integer').execute();
    await schema
      .createTable('signing_secrets')
      .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
      .addColumn('key_id', 'varchar(16)', (column) => column.notNull())
      .addColumn('sealed', 'varchar(300)', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint')
      .execute();
    await schema
      .createTable('signed_requests')
      .addColumn('key_id', 'varchar(16)', (column) => column.notNull())
      .addColumn('request_id', 'varchar(64)', (column) => column.notNull())
      .addColumn('signed_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('signed_requests_once', ['key_id', 'request_id'])
      .execute();
    await schema
      .createIndex('signed_requests_by_age')
      .on('signed_requests')
      .column('signed_at')
      .execute();
  },

  async down(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema.dropTable('signed_requests').execute();
    await schema.dropTable('signing_secrets').execute();
    await schema.alterTable('api_keys').dropColumn('requests_per_minute').execute();
    await schema.alterTable('api_keys').dropColumn('signing').execute();
  },
};
