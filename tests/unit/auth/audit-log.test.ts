import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql, type Kysely } from 'kysely';
import { AuditLog } from '../../../src/auth/audit-log';
import type { AuditRecord } from '../../../src/store/audit/audit-entry';
import { auditStore } from '../../../src/store/audit/audit-store';
import type { HistoryTables } from '../../../src/store/history-tables';
import { openHistoryDatabase } from '../../../src/store/open-history-database';
import { recordingLogger } from '../../support/recording-logger';

let folder: string;
let database: Kysely<HistoryTables>;
let log: AuditLog;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'audit-'));
  database = await openHistoryDatabase(folder);
  log = new AuditLog(auditStore(database), recordingLogger());
});

afterEach(async () => {
  await log.close();
  await database.destroy();
  rmSync(folder, { recursive: true });
});

const entry = (number: number): AuditRecord => ({
  at: 1000 + number,
  actorKind: 'key',
  actorId: 'abcdefgh',
  actorName: 'ci',
  address: '192.0.2.1',
  method: 'POST',
  route: '/api/retrain',
  object: '/api/retrain',
  status: 202,
  requestId: `request-${String(number)}`,
});

/** As somebody would who can write to the file. */
const tamper = async (change: string): Promise<void> => {
  await sql`drop trigger audit_entries_no_update`.execute(database);
  await sql`drop trigger audit_entries_no_delete`.execute(database);
  await sql.raw(change).execute(database);
};

describe('the audit log', () => {
  it('has every entry in one chain, whoever adds to it', async () => {
    const elsewhere = await openHistoryDatabase(folder);
    const other = auditStore(elsewhere);
    await Promise.all([
      ...Array.from({ length: 20 }, (_, i) => log.record(entry(i))),
      ...Array.from({ length: 20 }, (_, i) => other.append([entry(100 + i)])),
    ]);
    await elsewhere.destroy();
    expect(await log.verify()).toMatchObject({ entries: 40, brokenAt: null });
  });

  it('takes no changes', async () => {
    await log.record(entry(1));
    for (const change of ['update audit_entries set status = 200', 'delete from audit_entries']) {
      await expect(sql.raw(change).execute(database)).rejects.toThrow(/only ever added to/);
    }
  });

  it.each([
    ['a changed entry', "update audit_entries set actor_name = 'eve' where seq = 3", 3],
    ['a changed status', 'update audit_entries set status = 200 where seq = 2', 2],
    ['a removed entry', 'delete from audit_entries where seq = 3', 4],
    ['a removed beginning', 'delete from audit_entries where seq = 1', 2],
    ['entries in another order', 'update audit_entries set seq = 10 - seq', 5],
  ])('shows %s', async (_what, change, brokenAt) => {
    for (let i = 1; i <= 5; i++) await log.record(entry(i));
    expect((await log.verify()).brokenAt).toBeNull();
    await tamper(change);
    expect((await log.verify()).brokenAt).toBe(brokenAt);
  });

  it('shows a removed end to who has kept the last hash', async () => {
    for (let i = 1; i <= 5; i++) await log.record(entry(i));
    const { lastHash } = await log.verify();
    await tamper('delete from audit_entries where seq = 5');
    expect((await log.verify()).lastHash).not.toBe(lastHash);
  });

  it('is read newest first, a page at a time, by who, what and outcome', async () => {
    await log.record(entry(1));
    await log.record({ ...entry(2), actorName: 'ada', status: 403 });
    await log.record({ ...entry(3), route: '/api/keys/:id', object: '/api/keys/xyz' });
    const seqs = async (...query: Parameters<AuditLog['list']>): Promise<number[]> =>
      (await log.list(...query)).map(({ seq }) => seq);
    expect(await seqs({}, 2)).toEqual([3, 2]);
    expect(await seqs({}, 2, 2)).toEqual([1]);
    expect(await seqs({ actor: 'ada' }, 9)).toEqual([2]);
    expect(await seqs({ search: 'KEYS/X' }, 9)).toEqual([3]);
    expect(await seqs({ outcome: 'failed' }, 9)).toEqual([2]);
    expect(await seqs({ from: 1002, to: 1002 }, 9)).toEqual([2]);
  });
});
