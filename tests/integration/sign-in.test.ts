import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startApplication, type StartedApplication } from '../support/start-application';

const PASSWORD = 'correct horse battery staple';
const HOUR_MS = 3_600_000;

let folder: string;
let service: StartedApplication;
let setupToken: string;
let now = new Date('2026-01-31T12:00:00Z');

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'sign-in-'));
  const shown: string[] = [];
  service = await startApplication(
    {
      AUTH: 'on',
      PERSISTENCE_DIR: folder,
      PORT: '0',
      TRUST_PROXY: '1',
      SESSION_IDLE_MINUTES: '60',
      SESSION_MAX_HOURS: '3',
    },
    { withModel: false, now: () => now, showSecret: (text) => shown.push(text) },
  );
  await service.listen();
  setupToken = /setup_\w+/.exec(shown.join())![0];
});

afterAll(async () => {
  await service.end();
  rmSync(folder, { recursive: true });
});

type Answer = Awaited<ReturnType<StartedApplication['api']['get']>>;

/** A form that a page of the service sends. */
const send = async (
  address: string,
  fields: Record<string, string>,
  cookie?: string,
  headers: Record<string, string> = { 'Sec-Fetch-Site': 'same-origin' },
): Promise<Answer> => {
  const request = service.api.post(address).type('form').set('Accept', 'text/html').set(headers);
  return cookie === undefined ? request.send(fields) : request.set('Cookie', cookie).send(fields);
};

const open = async (address: string, cookie?: string): Promise<Answer> => {
  const request = service.api.get(address).set('Accept', 'text/html');
  return cookie === undefined ? request : request.set('Cookie', cookie);
};

const cookieOf = (answer: Answer): string =>
  (answer.get('Set-Cookie') ?? []).map((line) => line.split(';')[0]!).join('; ');

const signIn = async (name: string, password = PASSWORD, cookie?: string): Promise<string> => {
  const answer = await send('/login', { name, password, returnTo: '/models' }, cookie);
  expect([answer.status, answer.get('Location')]).toEqual([303, '/models']);
  return cookieOf(answer);
};

describe('the first administrator', () => {
  it('is made with the token that was printed, and by nobody else', async () => {
    const fields = { name: 'ada', password: PASSWORD };
    expect((await send('/setup', { ...fields, token: 'setup_wrong' })).status).toBe(403);
    const weak = await send('/setup', { name: 'ada', password: 'short', token: setupToken });
    expect([weak.status, weak.text]).toEqual([400, expect.stringContaining('12 characters')]);
    expect((await send('/setup', { ...fields, token: setupToken })).status).toBe(201);
    expect((await send('/setup', { ...fields, name: 'eve', token: setupToken })).status).toBe(403);
  });
});

describe('a page', () => {
  it('leads to signing in, and back', async () => {
    const away = await open('/history?class=cat');
    expect(away.get('Location')).toBe('/login?returnTo=%2Fhistory%3Fclass%3Dcat');
    const form = await open(away.get('Location')!);
    expect(form.text).toContain('value="/history?class=cat"');
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/\t/evil.example',
    'evil',
  ])('leads nowhere else: %j', async (returnTo) => {
    const form = await open(`/login?returnTo=${encodeURIComponent(returnTo)}`);
    expect(form.text).toContain('name="returnTo" value="/"');
    const answer = await send('/login', { name: 'ada', password: PASSWORD, returnTo });
    expect(answer.get('Location')).toBe('/');
  });

  it('says who is signed in', async () => {
    const cookie = await signIn('ADA');
    const page = await open('/keys', cookie);
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/<summary>ada <span class="badge">admin/);
  });
});

describe('signing in', () => {
  it('wants the right password, and does not say whether there is such a person', async () => {
    const wrong = await send('/login', { name: 'ada', password: 'wrong' });
    const nobody = await send('/login', { name: 'nobody', password: PASSWORD });
    expect([wrong.status, nobody.status]).toEqual([401, 401]);
    expect(nobody.text).toBe(wrong.text);
  });

  it('makes a new session each time, and ends the one before', async () => {
    const first = await signIn('ada');
    const second = await signIn('ada', PASSWORD, first);
    expect(second).not.toBe(first);
    expect((await open('/models', first)).status).toBe(303);
  });

  it('gives a cookie that scripts and other sites cannot use, tied to the host under TLS', async () => {
    const plain = await send('/login', { name: 'ada', password: PASSWORD });
    expect(plain.get('Set-Cookie')).toEqual([
      expect.stringMatching(/^mlk_session=\w{43}; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    const secure = await send('/login', { name: 'ada', password: PASSWORD }, undefined, {
      'Sec-Fetch-Site': 'same-origin',
      'X-Forwarded-Proto': 'https',
    });
    expect(secure.get('Set-Cookie')).toEqual([
      expect.stringMatching(/^__Host-mlk_session=\w{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
  });
});

describe('a session', () => {
  it('changes nothing for a page of another site, nor for what does not say where it comes from', async () => {
    const cookie = await signIn('ada');
    const fields = { name: 'mallory', role: 'viewer', password: PASSWORD };
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      {},
    ]) {
      expect((await send('/people', fields, cookie, headers)).status).toBe(403);
    }
    expect((await open('/people', cookie)).text).not.toContain('mallory');
  });

  it('ends when nothing is done, and in any case after a while', async () => {
    const idle = await signIn('ada');
    now = new Date(now.getTime() + HOUR_MS);
    expect((await open('/keys', idle)).status).toBe(303);

    const busy = await signIn('ada');
    for (let minutes = 0; minutes < 180; minutes += 45) {
      expect((await open('/keys', busy)).status).toBe(200);
      now = new Date(now.getTime() + 45 * 60_000);
    }
    expect((await open('/keys', busy)).status).toBe(303);
  });

  it('ends by signing out, here or everywhere', async () => {
    const [here, there] = [await signIn('ada'), await signIn('ada')];
    const out = await send('/logout', {}, here);
    expect([out.status, out.get('Location')]).toEqual([303, '/login']);
    expect((await open('/keys', here)).status).toBe(303);
    expect((await open('/keys', there)).status).toBe(200);
    const third = await signIn('ada');
    await send('/logout/everywhere', {}, there);
    expect((await open('/keys', third)).status).toBe(303);
  });
});

describe('people', () => {
  it('do what their role may, and are signed out when it changes', async () => {
    const admin = await signIn('ada');
    expect(
      (await send('/people', { name: 'vera', role: 'viewer', password: PASSWORD }, admin)).status,
    ).toBe(303);
    const vera = await signIn('vera');
    expect((await open('/models', vera)).status).toBe(200);
    expect((await open('/people', vera)).status).toBe(403);
    const models = await open('/models', vera);
    expect(models.text).not.toContain('<a href="/predict"');
    expect(models.text).toContain('^/models/[^/]+/promote$');

    const page = await open('/people', admin);
    const href = /action="(\/people\/[\w-]+)"/.exec(page.text.split('>vera</th>')[1]!)![1]!;
    await send(href, { role: 'labeler' }, admin);
    expect((await open('/models', vera)).status).toBe(303);
    const again = await signIn('vera');
    expect((await open('/predict', again)).status).toBe(200);
    expect((await send(`${href}/delete`, {}, admin)).status).toBe(303);
    expect((await open('/models', again)).status).toBe(303);
  });

  it('always have an administrator', async () => {
    const admin = await signIn('ada');
    const href = /action="(\/people\/[\w-]+)"/.exec((await open('/people', admin)).text)![1]!;
    for (const [address, fields] of [
      [`${href}/delete`, {}],
      [href, { role: 'viewer' }],
    ] as const) {
      const answer = await send(address, fields, admin);
      expect([answer.status, answer.text]).toEqual([
        409,
        expect.stringContaining('last administrator'),
      ]);
    }
  });

  it('are in the audit log with what they did', async () => {
    const admin = await signIn('ada');
    const page = await open('/audit?actor=ada&search=people', admin);
    expect(page.text).toContain('person ada');
    expect(page.text).toContain('POST /people');
    expect(page.text).not.toContain(PASSWORD);
  });
});

describe('keys', () => {
  it('are made in a page that shows them once', async () => {
    const admin = await signIn('ada');
    const made = await send('/keys', { name: '<b>camera</b>', role: 'labeler', days: '30' }, admin);
    const key = /mlk_\w{8}_\w{32}_\w{6}/.exec(made.text)![0];
    expect(made.text).not.toContain('<b>camera');
    await service.api.get('/predict').set('X-API-Key', key).expect(200);
    const page = await open('/keys', admin);
    expect(page.text).not.toContain(key);
    await send(/action="(\/keys\/\w+\/revoke)"/.exec(page.text)![1]!, {}, admin);
    await service.api.get('/predict').set('X-API-Key', key).expect(401);
  });
});

it('writes no password and no session down', () => {
  const written = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
  expect(written).not.toContain(PASSWORD);
  expect(written).not.toContain(setupToken);
  expect(JSON.stringify(service.log.lines)).not.toContain(PASSWORD);
});
