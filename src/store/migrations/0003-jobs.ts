import type { Kysely, Migration } from 'kysely';

/** Retraining jobs, and what happened in each, in order. */
export const jobs: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .createTable('jobs')
      .addColumn('id', 'varchar(64)', (column) => column.primaryKey().notNull())
      .addColumn('mode', 'varchar(8)', (column) => column.notNull())
      .addColumn('state', 'varchar(16)', (column) => column.notNull())
      // 1 while it is not over, else null: a unique index lets one such row be, in all instances.
      .addColumn('open', 'integer')
      .addColumn('settings', 'text', (column) => column.notNull())
      .addColumn('trigger', 'varchar(16)', (column) => column.notNull())
      .addColumn('base_version', 'varchar(64)', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('started_at', 'bigint')
      .addColumn('ended_at', 'bigint')
      .addColumn('progress', 'text', (column) => column.notNull())
      .addColumn('epochs', 'text', (column) => column.notNull())
      .addColumn('version', 'varchar(64)')
      .addColumn('gate', 'text')
      .addColumn('accuracy', 'double precision')
      .addColumn('error', 'text')
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('cancel_requested', 'integer', (column) => column.notNull())
      .addColumn('owner', 'varchar(64)')
      .addColumn('heartbeat_at', 'bigint')
      .execute();
    await database.schema.createIndex('jobs_one_open').on('jobs').column('open').unique().execute();
    await database.schema
      .createIndex('jobs_by_time')
      .on('jobs')
      .columns(['created_at', 'id'])
      .execute();
    await database.schema
      .createTable('job_events')
      .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('job_id', 'varchar(64)', (column) => column.notNull().references('jobs.id'))
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('kind', 'varchar(16)', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull())
      .execute();
    await database.schema
      .createIndex('job_events_of_job')
      .on('job_events')
      .columns(['job_id', 'seq'])
      .execute();
  },

  async down(database: Kysely<unknown>): Promise<void> {
    await database.schema.dropTable('job_events').execute();
    await database.schema.dropTable('jobs').execute();
  },
};
