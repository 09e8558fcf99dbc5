import { sql, type Kysely, type Selectable } from 'kysely';
import { decodeCursor, encodeCursor } from '../cursor';
import type { HistoryTables, JobEventTable, JobTable } from '../history-tables';
import { clockTimeOf, placeAtEnd } from '../place-in-order';
import {
  isOver,
  JobOpenError,
  type Job,
  type JobChanges,
  type JobEvent,
  type JobEventKind,
  type JobGate,
  type JobEpoch,
  type JobMode,
  type JobProgress,
  type JobSettings,
  type JobState,
  type JobStore,
  type JobTrigger,
} from './job';

const QUEUED: JobProgress = { phase: 'queued', done: 0, total: 0 };

/** The retraining jobs in a database that is open, and closed by others. */
export function jobStore(database: Kysely<HistoryTables>): JobStore {
  const one = async (id: string): Promise<Job | undefined> => {
    const row = await database
      .selectFrom('jobs')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    return row && fromRow(row);
  };
  const open = async (): Promise<Job | undefined> => {
    const row = await database
      .selectFrom('jobs')
      .selectAll()
      .where('open', '=', 1)
      .executeTakeFirst();
    return row && fromRow(row);
  };
  const newest = (): ReturnType<typeof newestJobs> => newestJobs(database);

  return {
    async create({ id, mode, settings, trigger, baseVersion, createdAt }) {
      try {
        const row = await database.transaction().execute(async (transaction) =>
          transaction
            .insertInto('jobs')
            .values({
              id,
              mode,
              state: 'queued',
              open: 1,
              settings: JSON.stringify(settings),
              trigger,
              base_version: baseVersion,
              ...(await placeAtEnd(transaction, 'jobs', createdAt)),
              sample_change: sql<number>`(select coalesce(max(seq), 0) from sample_changes)`,
              started_at: null,
              ended_at: null,
              progress: JSON.stringify(QUEUED),
              epochs: '[]',
              version: null,
              gate: null,
              accuracy: null,
              error: null,
              attempts: 0,
              cancel_requested: 0,
              owner: null,
              heartbeat_at: null,
            })
            .returningAll()
            .executeTakeFirstOrThrow(),
        );
        return fromRow(row);
      } catch (cause) {
        if (await open()) throw new JobOpenError('a retraining is not over yet', { cause });
        throw cause;
      }
    },
    find: one,
    open,
    async latest() {
      const row = await newest().limit(1).executeTakeFirst();
      return row && fromRow(row);
    },
    async latestIn(states) {
      const row = await newest().where('state', 'in', states).limit(1).executeTakeFirst();
      return row && fromRow(row);
    },
    async list(limit, cursor) {
      let query = newest().limit(limit + 1);
      if (cursor !== undefined) {
        const { createdAt, id } = decodeCursor(cursor);
        query = query.where((eb) =>
          eb.or([
            eb('created_at', '<', createdAt),
            eb.and([eb('created_at', '=', createdAt), eb('id', '<', id)]),
          ]),
        );
      }
      const rows = await query.execute();
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return {
        jobs: page.map(fromRow),
        nextCursor:
          last === undefined
            ? null
            : encodeCursor({ createdAt: Number(last.created_at), id: last.id }),
      };
    },
    async claim(owner, now, silent) {
      const row = await database
        .updateTable('jobs')
        .set({
          owner,
          heartbeat_at: now,
          attempts: sql<number>`attempts + 1`,
          started_at: sql<number>`coalesce(started_at, ${now})`,
          state: 'running',
        })
        .where('open', '=', 1)
        .where((eb) =>
          silent === undefined
            ? eb('owner', 'is', null)
            : eb.and({ owner: silent.owner, heartbeat_at: silent.heartbeat }),
        )
        .returningAll()
        .executeTakeFirst();
      return row && fromRow(row);
    },
    async heartbeat(id, owner, now) {
      const row = await database
        .updateTable('jobs')
        .set({
          // Other instances watch whether it grows, which must not depend on the clock.
          heartbeat_at: sql<number>`case when heartbeat_at >= ${now} then heartbeat_at + 1 else ${now} end`,
        })
        .where('id', '=', id)
        .where('owner', '=', owner)
        .where('open', '=', 1)
        .returningAll()
        .executeTakeFirst();
      return row && fromRow(row);
    },
    async release(id, owner) {
      await database
        .updateTable('jobs')
        .set({ owner: null, heartbeat_at: null, attempts: sql<number>`attempts - 1` })
        .where('id', '=', id)
        .where('owner', '=', owner)
        .execute();
    },
    async change(id, changes) {
      const row = await database
        .updateTable('jobs')
        .set(toColumns(changes))
        .where('id', '=', id)
        .where('open', '=', 1)
        .returningAll()
        .executeTakeFirst();
      return row && fromRow(row);
    },
    async requestCancel(id) {
      const row = await database
        .updateTable('jobs')
        .set({ cancel_requested: 1 })
        .where('id', '=', id)
        .where('open', '=', 1)
        .returningAll()
        .executeTakeFirst();
      return row && fromRow(row);
    },
    async record(id, at, kind, data) {
      const row = await database
        .insertInto('job_events')
        .values({ job_id: id, at, kind, data: JSON.stringify(data) })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toEvent(row);
    },
    async events(id, seq, limit) {
      const rows = await database
        .selectFrom('job_events')
        .selectAll()
        .where('job_id', '=', id)
        .where('seq', '>', seq)
        .orderBy('seq')
        .limit(limit)
        .execute();
      return rows.map(toEvent);
    },
    async logTail(id, lines) {
      const rows = await database
        .selectFrom('job_events')
        .selectAll()
        .where('job_id', '=', id)
        .where('kind', '=', 'log')
        .orderBy('seq', 'desc')
        .limit(lines)
        .execute();
      return rows.map(toEvent).reverse();
    },
  };
}

function newestJobs(database: Kysely<HistoryTables>) {
  return database
    .selectFrom('jobs')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc');
}

function toColumns(changes: JobChanges): Partial<Omit<JobTable, 'id'>> {
  const { state, startedAt, endedAt, progress, epochs, gate, ...plain } = changes;
  return {
    ...plain,
    ...(state === undefined ? {} : { state, open: isOver(state) ? null : 1 }),
    ...(startedAt === undefined ? {} : { started_at: startedAt }),
    ...(endedAt === undefined ? {} : { ended_at: endedAt }),
    ...(progress === undefined ? {} : { progress: JSON.stringify(progress) }),
    ...(epochs === undefined ? {} : { epochs: JSON.stringify(epochs) }),
    ...(gate === undefined ? {} : { gate: gate === null ? null : JSON.stringify(gate) }),
  };
}

function fromRow(row: Selectable<JobTable>): Job {
  return {
    id: row.id,
    mode: row.mode as JobMode,
    state: row.state as JobState,
    settings: JSON.parse(row.settings) as JobSettings,
    trigger: row.trigger as JobTrigger,
    baseVersion: row.base_version,
    createdAt: clockTimeOf(row),
    startedAt: row.started_at === null ? null : Number(row.started_at),
    endedAt: row.ended_at === null ? null : Number(row.ended_at),
    progress: JSON.parse(row.progress) as JobProgress,
    epochs: JSON.parse(row.epochs) as JobEpoch[],
    version: row.version,
    gate: row.gate === null ? null : (JSON.parse(row.gate) as JobGate),
    accuracy: row.accuracy,
    error: row.error,
    attempts: row.attempts,
    cancelRequested: row.cancel_requested === 1,
    hold:
      row.owner === null ? null : { owner: row.owner, heartbeat: Number(row.heartbeat_at ?? 0) },
    sampleChange: Number(row.sample_change),
  };
}

function toEvent(row: Selectable<JobEventTable>): JobEvent {
  return {
    seq: row.seq,
    at: Number(row.at),
    kind: row.kind as JobEventKind,
    data: JSON.parse(row.data) as unknown,
  };
}
