import { sql, type Kysely, type Migration } from 'kysely';

/**
 * Orders that hold when the clock is set back: `created_at` of predictions, samples and jobs is
 * their place in the order, and `clock_at` what the clock said where that is another time; feedback
 * and changes of samples are counted by sequence.
 */
export const order: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const table of CLOCKED) {
      await database.schema.alterTable(table).addColumn('clock_at', 'bigint').execute();
    }
    // How far a place may be ahead of its time: filters by time read it, and find it at once.
    await sql`create index predictions_ahead on predictions ((created_at - clock_at))
      where clock_at is not null`.execute(database);
    await countFeedback(database);
    await database.schema
      .alterTable('jobs')
      .addColumn('sample_change', 'bigint', (column) => column.notNull().defaultTo(0))
      .execute();
    await sql`update jobs set sample_change = coalesce(
      (select max(seq) from sample_changes where changed_at <= jobs.created_at), 0)`.execute(
      database,
    );
  },

  async down(database: Kysely<unknown>): Promise<void> {
    await database.schema.dropIndex('predictions_by_feedback_seq').execute();
    await database.schema.dropIndex('predictions_ahead').execute();
    await database.schema.alterTable('jobs').dropColumn('sample_change').execute();
    await database.schema.alterTable('predictions').dropColumn('feedback_seq').execute();
    for (const table of CLOCKED) {
      await database.schema.alterTable(table).dropColumn('clock_at').execute();
    }
  },
};

const CLOCKED = ['predictions', 'samples', 'jobs'] as const;

async function countFeedback(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable('predictions').addColumn('feedback_seq', 'bigint').execute();
  await sql`update predictions set feedback_seq = numbered.seq
    from (select id, row_number() over (order by feedback_at, id) as seq
      from predictions where feedback_at is not null) as numbered
    where predictions.id = numbered.id`.execute(database);
  await database.schema
    .createIndex('predictions_by_feedback_seq')
    .on('predictions')
    .column('feedback_seq')
    .where(sql.ref('feedback_seq'), 'is not', sql.lit(null))
    .execute();
}
