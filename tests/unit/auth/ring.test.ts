import { openIdentities } from '../../../src/auth/identities';
import { newKeyText } from '../../../src/auth/key-text';
import { SecretBox } from '../../../src/auth/secret-box';
import type { HashedKey, KeyStore } from '../../../src/store/keys/api-key';
import { keyDeskOf } from '../../support/key-desk';
import { noPeople } from '../../support/no-identities';
import { recordingLogger } from '../../support/recording-logger';

const BOX = new SecretBox('a secret of a service in a test, 32 characters');

/** Keys in memory, which count how often they are read. */
function memoryKeys(): KeyStore & { reads: number; touched: [string, number][] } {
  const keys = new Map<string, HashedKey>();
  return {
    reads: 0,
    touched: [],
    add(key) {
      keys.set(key.id, key);
      return Promise.resolve();
    },
    list: () => Promise.resolve([...keys.values()]),
    live() {
      this.reads += 1;
      return Promise.resolve([...keys.values()].filter(({ revokedAt }) => revokedAt === null));
    },
    change: () => Promise.resolve(false),
    addSecret: () => Promise.resolve(false),
    markRequest: () => Promise.resolve(true),
    forgetRequests: () => Promise.resolve(),
    revoke(id, at) {
      const key = keys.get(id);
      if (key !== undefined) keys.set(id, { ...key, revokedAt: at });
      return Promise.resolve(key !== undefined);
    },
    touch(id, at) {
      this.touched.push([id, at]);
      return Promise.resolve();
    },
  };
}

function service(store: KeyStore): {
  identities: ReturnType<typeof openIdentities>;
  readonly wait: (ms: number) => void;
} {
  let ms = 0;
  const identities = openIdentities({
    keys: store,
    people: noPeople(),
    box: BOX,
    sessionIdleMs: 1000,
    sessionMaxMs: 1000,
    now: () => new Date(1e12 + ms),
    monotonicMs: () => ms,
    newId: () => 'id',
    logger: recordingLogger(),
  });
  return { identities, wait: (more) => void (ms += more) };
}

describe('keys in memory', () => {
  it('ask the database once for any number of requests at a time', async () => {
    const store = memoryKeys();
    const { identities } = service(store);
    const { text } = await identities.keys.create({ name: 'a', role: 'viewer', createdBy: 'test' });
    await Promise.all(Array.from({ length: 100 }, () => identities.ofKey(text, '127.0.0.1')));
    expect(store.reads).toBe(1);
  });

  it('never ask the database for what is no key by its form or checksum', async () => {
    const store = memoryKeys();
    const { identities } = service(store);
    const { text } = newKeyText();
    expect(
      await identities.ofKey(`${text.slice(0, -1)}${text.endsWith('a') ? 'b' : 'a'}`, ''),
    ).toBe('wrong');
    expect(await identities.ofKey('anything', '')).toBe('wrong');
    expect(store.reads).toBe(0);
  });

  it('ask it ten times a second at most, however many unknown keys come', async () => {
    const store = memoryKeys();
    const { identities, wait } = service(store);
    for (let i = 0; i < 1000; i++) {
      expect(await identities.ofKey(newKeyText().text, '')).toBe('wrong');
      wait(1);
    }
    expect(store.reads).toBeLessThanOrEqual(11);
  });

  it('know at once a key that another instance has made, and within a second one it has revoked', async () => {
    const store = memoryKeys();
    const [here, there] = [service(store), service(store)];
    await there.identities.ofKey(newKeyText().text, '');
    there.wait(200);
    const { key, text } = await here.identities.keys.create({
      name: 'a',
      role: 'viewer',
      createdBy: 'test',
    });
    expect(await there.identities.ofKey(text, '')).toMatchObject({ id: key.id });
    await keyDeskOf(store, () => 1).revoke(key.id);
    there.wait(1001);
    expect(await there.identities.ofKey(text, '')).toBe('wrong');
  });

  it('refuse a key of the right id and the wrong secret', async () => {
    const store = memoryKeys();
    const { identities } = service(store);
    const { text } = newKeyText();
    const { key } = await identities.keys.create({ name: 'a', role: 'viewer', createdBy: 'test' });
    await store.add({ ...key, id: text.slice(4, 12), keyHash: 'ab'.repeat(32), secrets: [] });
    expect(await identities.ofKey(text, '')).toBe('wrong');
  });

  it('note the use of a key once a minute', async () => {
    const store = memoryKeys();
    const { identities, wait } = service(store);
    const { key, text } = await identities.keys.create({
      name: 'a',
      role: 'viewer',
      createdBy: 'test',
    });
    for (let i = 0; i < 121; i++) {
      await identities.ofKey(text, '');
      wait(1000);
    }
    expect(store.touched).toEqual([
      [key.id, 1e12],
      [key.id, 1e12 + 60_000],
      [key.id, 1e12 + 120_000],
    ]);
  });
});
