import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startApplication, type StartedApplication } from '../support/start-application';

const OLD = 'correct horse battery staple';
const NEW = 'another horse, another battery';

let folder: string;
let service: StartedApplication;
let admin: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'account-'));
  const shown: string[] = [];
  service = await startApplication(
    { AUTH: 'on', PERSISTENCE_DIR: folder, PORT: '0', RATE_LIMIT_ENABLED: 'false' },
    { withModel: false, showSecret: (text) => shown.push(text) },
  );
  await service.listen();
  const token = /setup_\w+/.exec(shown.join())![0];
  const { body } = await service.api.post('/api/setup').send({ token }).expect(201);
  admin = (body as { key: string }).key;
});
afterAll(async () => {
  await service.end();
  rmSync(folder, { recursive: true });
});

type Answer = Awaited<ReturnType<StartedApplication['api']['get']>>;
const OWN = { 'Sec-Fetch-Site': 'same-origin' };

const cookieOf = (answer: Answer): string =>
  (answer.get('Set-Cookie') ?? []).map((line) => line.split(';')[0]!).join('; ');

async function signIn(name: string, password: string): Promise<Answer> {
  return service.api.post('/login').set(OWN).type('form').send({ name, password });
}

/** Somebody who is signed in here and in another browser. */
async function somebody(name: string): Promise<{ here: string; there: string }> {
  await service.api
    .post('/api/people')
    .set('X-API-Key', admin)
    .send({ name, role: 'viewer', password: OLD })
    .expect(201);
  const [here, there] = [await signIn(name, OLD), await signIn(name, OLD)];
  return { here: cookieOf(here), there: cookieOf(there) };
}

const account = (cookie: string): ReturnType<StartedApplication['api']['get']> =>
  service.api.get('/api/account').set('Cookie', cookie);

const changePassword = (cookie: string, before: string, after: string): Promise<Answer> =>
  Promise.resolve(
    service.api
      .post('/api/account/password')
      .set({ ...OWN, Cookie: cookie })
      .send({ old_password: before, new_password: after }),
  );

describe('an account', () => {
  it('says who one is, and where one is signed in', async () => {
    const { here } = await somebody('shown');
    const { body } = await account(here).expect(200);
    expect(body).toMatchObject({ kind: 'person', name: 'shown', role: 'viewer' });
    const { sessions } = body as { sessions: { is_current: boolean }[] };
    expect(sessions.map((session) => session.is_current).sort()).toEqual([false, true]);
    const page = await service.api.get('/account').set({ Cookie: here, Accept: 'text/html' });
    expect(page.status).toBe(200);
    expect(page.text).toContain('shown');
    expect(page.text).toContain('this one');
  });

  it('of a program has no sessions and no password', async () => {
    const { body } = await service.api.get('/api/account').set('X-API-Key', admin).expect(200);
    expect(body).toMatchObject({ kind: 'key', role: 'admin', sessions: [] });
    await service.api
      .post('/api/account/password')
      .set('X-API-Key', admin)
      .send({ old_password: OLD, new_password: NEW })
      .expect(403);
    await service.api.delete('/api/account/sessions').set('X-API-Key', admin).expect(403);
  });

  it('has everybody sign out everywhere', async () => {
    const { here, there } = await somebody('leaving');
    await service.api
      .delete('/api/account/sessions')
      .set({ ...OWN, Cookie: here })
      .expect(200);
    await account(here).expect(401);
    await account(there).expect(401);
  });
});

describe('a password', () => {
  it('is changed by who knows the old one, whose other sessions end', async () => {
    const { here, there } = await somebody('changing');
    const answer = await changePassword(here, OLD, NEW);
    expect(answer.status).toBe(200);
    const renewed = cookieOf(answer);
    expect(renewed).not.toBe('');
    expect(renewed).not.toBe(here);
    await account(renewed).expect(200);
    await account(here).expect(401);
    await account(there).expect(401);
    expect((await signIn('changing', OLD)).status).toBe(401);
    expect((await signIn('changing', NEW)).status).toBe(303);
  });

  it('is changed in the page, too', async () => {
    const { here } = await somebody('page');
    const answer = await service.api
      .post('/account/password')
      .set({ ...OWN, Cookie: here, Accept: 'text/html' })
      .type('form')
      .send({ 'old-password': OLD, 'new-password': NEW });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('The password is changed');
    await account(cookieOf(answer)).expect(200);
  });

  it.each([
    ['with a wrong old one', 'no idea at all', NEW, 'old password is wrong'],
    ['to one that is too short', OLD, 'short', 'characters'],
  ])('stays %s, and so do the sessions', async (what, before, after, words) => {
    const { here, there } = await somebody(`staying-${what.length}`);
    const answer = await changePassword(here, before, after);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(words);
    await account(here).expect(200);
    await account(there).expect(200);
  });

  it('is not changed from a page of another site', async () => {
    const { here } = await somebody('foreign');
    await service.api
      .post('/api/account/password')
      .set({ 'Sec-Fetch-Site': 'cross-site', Cookie: here })
      .send({ old_password: OLD, new_password: NEW })
      .expect(403);
  });

  it('is in no entry of the audit log, and its change is', async () => {
    const { here } = await somebody('audited');
    await changePassword(here, OLD, NEW);
    const { body } = await service.api
      .get('/api/audit?actor=audited')
      .set('X-API-Key', admin)
      .expect(200);
    const { entries } = body as { entries: { route: string; status: number }[] };
    expect(entries).toContainEqual(
      expect.objectContaining({ route: '/api/account/password', status: 200 }),
    );
    expect(JSON.stringify(body)).not.toContain(NEW);
  });
});
