import { sql, type Kysely, type Migration } from 'kysely';

/** Totals by the hour and by confidence, for charts that must not read the whole history. */
export const activity: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await database.schema
      .createTable('hourly_totals')
      .addColumn('hour', 'bigint', (column) => column.notNull())
      .addColumn('predicted_class', 'text', (column) => column.notNull())
      .addColumn('predictions', 'bigint', (column) => column.notNull())
      .addColumn('uncertain', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('hourly_totals_key', ['hour', 'predicted_class'])
      .execute();
    await database.schema
      .createTable('confidence_totals')
      .addColumn('bin', 'integer', (column) => column.primaryKey().notNull())
      .addColumn('predictions', 'bigint', (column) => column.notNull())
      .execute();
    await sql`insert into hourly_totals (hour, predicted_class, predictions, uncertain)
      select created_at / 3600000, predicted_class, count(*), sum(uncertain)
      from predictions group by created_at / 3600000, predicted_class`.execute(database);
    await sql`insert into confidence_totals (bin, predictions)
      select case when confidence >= 1 then 19 else cast(floor(confidence * 20) as integer) end,
        count(*)
      from predictions group by 1`.execute(database);
  },

  async down(database: Kysely<unknown>): Promise<void> {
    await database.schema.dropTable('hourly_totals').execute();
    await database.schema.dropTable('confidence_totals').execute();
  },
};
