import type { Kysely, Migration } from 'kysely';

/** People who sign in at an identity provider, who is locked out, and sign-ins under way there. */
export const signOn: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema.alterTable('people').addColumn('issuer', 'varchar(255)').execute();
    await schema.alterTable('people').addColumn('subject', 'varchar(255)').execute();
    await schema.alterTable('people').addColumn('disabled_at', 'bigint').execute();
    await schema
      .createIndex('people_of_issuer')
      .on('people')
      .columns(['issuer', 'subject'])
      .unique()
      .execute();
    await schema
      .createTable('sign_ins')
      .addColumn('state_hash', 'varchar(64)', (column) => column.primaryKey())
      .addColumn('browser_hash', 'varchar(64)', (column) => column.notNull())
      .addColumn('nonce', 'varchar(64)', (column) => column.notNull())
      .addColumn('verifier', 'varchar(128)', (column) => column.notNull())
      .addColumn('return_to', 'varchar(2000)', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
  },

  async down(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema.dropTable('sign_ins').execute();
    await schema.dropIndex('people_of_issuer').execute();
    for (const column of ['disabled_at', 'subject', 'issuer']) {
      await schema.alterTable('people').dropColumn(column).execute();
    }
  },
};
