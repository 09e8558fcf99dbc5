import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { permissionsOf } from '../../src/config/permissions';
import { PeopleDesk } from '../../src/auth/people-desk';
import { Passwords } from '../../src/auth/passwords';
import type { KeyDesk } from '../../src/auth/key-desk';
import { openStorage, type Storage } from '../../src/store/open-storage';
import { keyDeskOf } from '../support/key-desk';
import { startApplication, type StartedApplication } from '../support/start-application';

/** A revoked key may be remembered for a second, and is looked for once in a second. */
const SOON_MS = 4000;
const HOUR_MS = 3_600_000;

let folder: string;
let service: StartedApplication;
let url: string;
/** Another process over the same database. */
let elsewhere: Storage;
let keys: KeyDesk;
let people: PeopleDesk;
let now: () => Date = () => new Date();

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'revoked-streams-'));
  service = await startApplication(
    { AUTH: 'on', PERSISTENCE_DIR: folder, PORT: '0', RATE_LIMIT_ENABLED: 'false' },
    { withModel: false, now: () => now(), showSecret: () => undefined },
  );
  url = await service.listen();
  elsewhere = await openStorage(folder);
  keys = keyDeskOf(elsewhere.keys, () => now().getTime());
  let ids = 0;
  people = new PeopleDesk({
    store: elsewhere.people,
    passwords: new Passwords(),
    sessionBounds: () => ({ createdAfter: 0, seenAfter: 0 }),
    now: () => now().getTime(),
    newId: () => `person-${++ids}`,
    onChange: () => undefined,
  });
  await people.add({ name: 'admin', role: 'admin', password: 'correct horse battery' });
});
afterEach(() => (now = () => new Date()));
afterAll(async () => {
  await elsewhere.close();
  await service.end();
  rmSync(folder, { recursive: true });
});

/** @returns what resolves when the stream ends, with how long that took, in milliseconds */
async function stream(headers: Record<string, string>): Promise<{ ended(): Promise<number> }> {
  const answer = await opened(headers);
  const reading = answer.text();
  return {
    async ended() {
      const from = performance.now();
      const timer = new Promise((_, reject) =>
        setTimeout(() => reject(new Error('the stream goes on')), SOON_MS).unref(),
      );
      await Promise.race([reading, timer]);
      return performance.now() - from;
    },
  };
}

/** What another instance has made a moment ago is known a tenth of a second later at the latest. */
async function opened(headers: Record<string, string>): Promise<Response> {
  for (const deadline = performance.now() + 1000; ;) {
    const answer = await fetch(`${url}/api/logs/events`, { headers });
    if (answer.status === 200) return answer;
    await answer.text();
    if (performance.now() > deadline) throw new Error(`it answers ${answer.status}`);
  }
}

const bearer = (text: string): Record<string, string> => ({ Authorization: `Bearer ${text}` });

async function signedIn(name: string): Promise<{ id: string; cookie: string }> {
  const password = 'correct horse battery';
  const { id } = await people.add({ name, role: 'viewer', password });
  const found = await people.signIn(name, password);
  return { id, cookie: `mlk_session=${found!.token}` };
}

describe('an event stream ends soon after', () => {
  it('its key is revoked, on another instance, and no other stream does', async () => {
    const revoked = await keys.create({ name: 'a', role: 'viewer', createdBy: 'a test' });
    const kept = await keys.create({ name: 'b', role: 'viewer', createdBy: 'a test' });
    const going = await stream(bearer(revoked.text));
    const staying = await stream(bearer(kept.text));
    await keys.revoke(revoked.key.id);
    expect(await going.ended()).toBeLessThan(SOON_MS);
    await expect(staying.ended()).rejects.toThrow('the stream goes on');
    await keys.revoke(kept.key.id);
    await staying.ended();
  }, 20_000);

  it('its key has expired', async () => {
    const expiresAt = Date.now() + HOUR_MS;
    const { text } = await keys.create({
      name: 'c',
      role: 'viewer',
      createdBy: 'a test',
      expiresAt,
    });
    const going = await stream(bearer(text));
    now = () => new Date(Date.now() + 2 * HOUR_MS);
    expect(await going.ended()).toBeLessThan(SOON_MS);
  }, 20_000);

  it('its person is signed out, removed, or given another role', async () => {
    expect(permissionsOf('viewer').has('read')).toBe(true);
    const out = await signedIn('out');
    const removed = await signedIn('removed');
    const changed = await signedIn('changed');
    const streams = [];
    for (const { cookie } of [out, removed, changed]) streams.push(await stream({ cookie }));
    await people.signOutEverywhere(out.id);
    await people.remove(removed.id);
    await people.change(changed.id, { role: 'labeler' });
    for (const going of streams) expect(await going.ended()).toBeLessThan(SOON_MS);
  }, 20_000);

  it('its session is over because nothing was done', async () => {
    const { cookie } = await signedIn('idle');
    const going = await stream({ cookie });
    now = () => new Date(Date.now() + 9 * HOUR_MS);
    expect(await going.ended()).toBeLessThan(SOON_MS);
  }, 20_000);
});
