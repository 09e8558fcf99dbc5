import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Kysely } from 'kysely';
import type { HistoryTables } from '../../../src/store/history-tables';
import { openHistoryDatabase } from '../../../src/store/open-history-database';
import type { SignIn, SignInStore } from '../../../src/store/sign-ins/sign-in';
import { signInStore } from '../../../src/store/sign-ins/sign-in-store';

let directory: string;
let database: Kysely<HistoryTables>;
let store: SignInStore;

beforeEach(async () => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'sign-ins-'));
  database = await openHistoryDatabase(directory);
  store = signInStore(database);
});
afterEach(async () => {
  await database.destroy();
  rmSync(directory, { recursive: true });
});

const begun = (stateHash: string, createdAt: number): SignIn => ({
  stateHash,
  browserHash: 'browser',
  nonce: 'nonce',
  verifier: 'verifier',
  returnTo: '/models',
  createdAt,
});

describe('a sign-in under way', () => {
  it('is taken once, by its own browser, before it is too old', async () => {
    const bounds = { createdAfter: 0, max: 10 };
    expect(await store.add(begun('one', 100), bounds)).toBe(true);
    expect(await store.take('one', 'another browser', 0)).toBeUndefined();
    expect(await store.take('another', 'browser', 0)).toBeUndefined();
    expect(await store.take('one', 'browser', 100)).toBeUndefined();
    expect(await store.take('one', 'browser', 99)).toEqual(begun('one', 100));
    expect(await store.take('one', 'browser', 99)).toBeUndefined();
  });

  it('finds room as soon as others are too old', async () => {
    expect(await store.add(begun('one', 100), { createdAfter: 0, max: 2 })).toBe(true);
    expect(await store.add(begun('two', 200), { createdAfter: 0, max: 2 })).toBe(true);
    expect(await store.add(begun('three', 300), { createdAfter: 0, max: 2 })).toBe(false);
    expect(await store.add(begun('three', 300), { createdAfter: 100, max: 2 })).toBe(true);
    expect(await store.take('one', 'browser', 0)).toBeUndefined();
    expect(await store.take('two', 'browser', 0)).toBeDefined();
  });
});
