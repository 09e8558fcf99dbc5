import type { Kysely, Migration } from 'kysely';

/** Which conditions hold, and who is told of them. */
export const alerts: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    const { schema } = database;
    await schema
      .createTable('alerts')
      .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
      .addColumn('kind', 'varchar(32)', (column) => column.notNull())
      .addColumn('subject', 'varchar(200)', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('raised_at', 'bigint', (column) => column.notNull())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .addColumn('cleared_at', 'bigint')
      .addColumn('open_key', 'varchar(240)', (column) => column.unique())
      .execute();
    await schema.createIndex('alerts_in_order').on('alerts').column('raised_at').execute();
    await schema
      .createTable('webhooks')
      .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
      .addColumn('name', 'varchar(100)', (column) => column.notNull())
      .addColumn('format', 'varchar(16)', (column) => column.notNull())
      .addColumn('sealed_url', 'text', (column) => column.notNull())
      .addColumn('host', 'varchar(300)', (column) => column.notNull())
      .addColumn('events', 'text')
      .addColumn('sealed_secrets', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('created_by', 'varchar(200)', (column) => column.notNull())
      .addColumn('disabled_at', 'bigint')
      .addColumn('disabled_reason', 'text')
      .execute();
    await schema
      .createTable('webhook_deliveries')
      .addColumn('id', 'varchar(64)', (column) => column.primaryKey())
      .addColumn('webhook_id', 'varchar(64)', (column) => column.notNull())
      .addColumn('event_id', 'varchar(64)', (column) => column.notNull())
      .addColumn('type', 'varchar(64)', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('state', 'varchar(16)', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('next_at', 'bigint')
      .addColumn('leased_until', 'bigint')
      .addColumn('outcome', 'text')
      .addColumn('ended_at', 'bigint')
      .execute();
    await schema
      .createIndex('webhook_deliveries_due')
      .on('webhook_deliveries')
      .column('next_at')
      .execute();
    await schema
      .createIndex('webhook_deliveries_of_webhook')
      .on('webhook_deliveries')
      .columns(['webhook_id', 'created_at'])
      .execute();
  },

  async down(database: Kysely<unknown>): Promise<void> {
    for (const table of ['webhook_deliveries', 'webhooks', 'alerts']) {
      await database.schema.dropTable(table).execute();
    }
  },
};
