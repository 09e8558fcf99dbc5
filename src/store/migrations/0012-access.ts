import { sql, type Kysely, type Migration } from 'kysely';

/** Who may do what, and who has done what. Secrets are kept as hashes only. */
export const access: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema
      .createTable('api_keys')
      .addColumn('id', 'varchar(16)', (column) => column.primaryKey())
      .addColumn('name', 'varchar(100)', (column) => column.notNull())
      .addColumn('role', 'varchar(16)', (column) => column.notNull())
      .addColumn('scopes', 'text')
      .addColumn('networks', 'text', (column) => column.notNull())
      .addColumn('key_hash', 'varchar(64)', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('created_by', 'varchar(200)', (column) => column.notNull())
      .addColumn('expires_at', 'bigint')
      .addColumn('last_used_at', 'bigint')
      .addColumn('revoked_at', 'bigint')
      .execute();
    await schema
      .createTable('people')
      .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
      .addColumn('name', 'varchar(100)', (column) => column.notNull())
      .addColumn('name_key', 'varchar(100)', (column) => column.notNull().unique())
      .addColumn('role', 'varchar(16)', (column) => column.notNull())
      .addColumn('password_hash', 'varchar(200)')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
    await schema
      .createTable('sessions')
      .addColumn('token_hash', 'varchar(64)', (column) => column.primaryKey())
      .addColumn('person_id', 'varchar(64)', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .execute();
    await schema.createIndex('sessions_of_person').on('sessions').column('person_id').execute();
    await schema
      .createTable('setup_tokens')
      .addColumn('token_hash', 'varchar(64)', (column) => column.primaryKey())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .execute();
    await schema
      .createTable('audit_entries')
      .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('actor_kind', 'varchar(16)', (column) => column.notNull())
      .addColumn('actor_id', 'varchar(64)')
      .addColumn('actor_name', 'varchar(100)')
      .addColumn('address', 'varchar(64)', (column) => column.notNull())
      .addColumn('method', 'varchar(8)', (column) => column.notNull())
      .addColumn('route', 'varchar(200)', (column) => column.notNull())
      .addColumn('object', 'varchar(300)', (column) => column.notNull())
      .addColumn('status', 'integer', (column) => column.notNull())
      .addColumn('request_id', 'varchar(128)', (column) => column.notNull())
      .addColumn('previous_hash', 'varchar(64)', (column) => column.notNull())
      .addColumn('hash', 'varchar(64)', (column) => column.notNull())
      .execute();
    for (const change of ['update', 'delete'] as const) {
      await sql`create trigger ${sql.ref(`audit_entries_no_${change}`)} before ${sql.raw(change)}
        on audit_entries begin select raise(abort, 'the audit log is only ever added to'); end`.execute(
        database,
      );
    }
  },

  async down(database: Kysely<unknown>): Promise<void> {
    for (const table of ['audit_entries', 'setup_tokens', 'sessions', 'people', 'api_keys']) {
      await database.schema.dropTable(table).execute();
    }
  },
};
