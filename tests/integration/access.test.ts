import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { permissionsOf, ROLES, type Role } from '../../src/config/permissions';
import type { KeyDesk } from '../../src/auth/key-desk';
import { isAudited } from '../../src/http/mount-routes';
import type { Route } from '../../src/http/kit/route';
import { errorAnswerSchema } from '../../src/http/kit/errors/error-schema';
import { personSchema } from '../../src/http/api/access/people-schema';
import { ALL_ROUTES } from '../../src/http/all-routes';
import { openStorage, type Storage } from '../../src/store/open-storage';
import { keyDeskOf } from '../support/key-desk';
import { pathOf } from '../support/route-request';
import { startApplication, type StartedApplication } from '../support/start-application';

const DAY_MS = 86_400_000;

let folder: string;
let service: StartedApplication;
/** Another process over the same database: what it changes, the service has to notice by itself. */
let elsewhere: Storage;
let setupToken: string;
let url: string;
const keys = new Map<Role | 'predict-only' | 'revoked' | 'expired' | 'elsewhere', string>();
let now = new Date('2026-01-31T12:00:00Z');
let clockMs = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'access-'));
  const shown: string[] = [];
  service = await startApplication(
    { AUTH: 'on', PERSISTENCE_DIR: folder, PORT: '0' },
    {
      withModel: false,
      now: () => now,
      monotonicMs: () => clockMs,
      showSecret: (text) => shown.push(text),
    },
  );
  url = await service.listen();
  setupToken = /setup_\w+/.exec(shown.join())![0];
  elsewhere = await openStorage(folder);
  const desk = keyDeskOf(elsewhere.keys, () => now.getTime());
  const make = async (
    name: Parameters<typeof keys.set>[0],
    role: Role,
    more: Partial<Parameters<KeyDesk['create']>[0]> = {},
  ): Promise<string> => {
    const { key, text } = await desk.create({ name, role, createdBy: 'a test', ...more });
    keys.set(name, text);
    return key.id;
  };
  for (const role of ROLES) await make(role, role);
  await make('predict-only', 'admin', { scopes: ['predict'] });
  await make('elsewhere', 'admin', { networks: ['10.0.0.0/8', 'fd00::/8'] });
  await desk.revoke(await make('revoked', 'admin'));
  await make('expired', 'admin', { expiresAt: now.getTime() + DAY_MS });
  now = new Date(now.getTime() + DAY_MS);
});

afterAll(async () => {
  await elsewhere.close();
  await service.end();
  rmSync(folder, { recursive: true });
});

const send = (
  { method, path }: Pick<Route, 'method' | 'path'>,
  key?: string,
): ReturnType<StartedApplication['api']['get']> => {
  const request = service.api[method](pathOf({ path }));
  return key === undefined ? request : request.set('Authorization', `Bearer ${key}`);
};

const codeOf = ({ body }: { body: unknown }): string => errorAnswerSchema.parse(body).code;
/** The protocols tell errors in words alone. */
const codeIn = (route: Route, answer: { body: unknown }, code: string): string =>
  (route.errorShape ?? 'usual') === 'usual' ? codeOf(answer) : code;

const GUARDED = ALL_ROUTES.filter(({ scope }) => scope !== 'public');
const nameOf = ({ method, path }: Route): string => `${method.toUpperCase()} ${path}`;

/** Some answers are streams that end when their client leaves. */
async function statusOf(route: Route, key: string | undefined): Promise<number> {
  if (route.answer.kind !== 'events') return (await send(route, key)).status;
  const headers = { Authorization: `Bearer ${key ?? ''}` };
  const answer = await fetch(url + pathOf(route), { headers });
  await answer.body?.cancel();
  return answer.status;
}

describe.each(GUARDED.map((route) => [nameOf(route), route] as const))('%s', (_name, route) => {
  const scope = route.scope as Exclude<Route['scope'], 'public'>;

  it('wants a key', async () => {
    const answer = await send(route);
    expect(answer.status).toBe(401);
    expect(codeIn(route, answer, 'UNAUTHENTICATED')).toBe('UNAUTHENTICATED');
    expect(answer.get('WWW-Authenticate')).toBe('Bearer');
  });

  it.each(['revoked', 'expired'] as const)('takes no %s key', async (name) => {
    const answer = await send(route, keys.get(name));
    expect(answer.status).toBe(401);
    expect(codeIn(route, answer, 'UNAUTHENTICATED')).toBe('UNAUTHENTICATED');
    expect(answer.get('WWW-Authenticate')).toContain('invalid_token');
  });

  it('takes no key from an address that is none of its own', async () => {
    const answer = await send(route, keys.get('elsewhere'));
    expect(answer.status).toBe(403);
    expect(codeIn(route, answer, 'FORBIDDEN')).toBe('FORBIDDEN');
  });

  it.each(ROLES)('does what a %s may, and nothing else', async (role) => {
    const status = await statusOf(route, keys.get(role));
    // Whoever is known may; whether it is for programs is the route's business.
    if (scope === 'self') expect(status).not.toBe(401);
    else if (permissionsOf(role).has(scope)) expect([401, 403]).not.toContain(status);
    else expect(status).toBe(403);
  });

  it('looks at the scopes of a key, whatever its role', async () => {
    const status = await statusOf(route, keys.get('predict-only'));
    if (scope === 'self') expect(status).not.toBe(401);
    else if (scope === 'predict') expect([401, 403]).not.toContain(status);
    else expect(status).toBe(403);
  });
});

describe('what is in no table', () => {
  it.each([
    '/nothing',
    '/api/nothing',
    '/v2/nothing',
    '/v1',
    '/debug',
    '/.env',
    '/api/predict/nothing',
  ])('is nothing that a stranger learns of: %s', async (path) => {
    await service.api.get(path).expect(401);
    await service.api.post(path).expect(401);
    await service.api.get(path).set('X-API-Key', keys.get('viewer')!).expect(404);
  });

  it('says which methods there are to those who are known only', async () => {
    await service.api.options('/api/jobs').expect(401);
    await service.api.patch('/api/jobs').expect(401);
    await service.api.patch('/api/jobs').set('X-API-Key', keys.get('viewer')!).expect(405);
  });

  it('leaves the files of the pages and health to everybody', async () => {
    await service.api.get('/css/base.css').expect(200);
    await service.api.get('/vendor/uplot/uPlot.min.css').expect(200);
    await service.api.get('/api/health/live').expect(200);
    await service.api.get('/api/health/live').set('X-API-Key', 'wrong').expect(200);
  });
});

describe('a key', () => {
  it('has no place in an address', async () => {
    const key = keys.get('admin')!;
    const answer = await service.api.get(`/api/jobs?api_key=${key}`).expect(400);
    expect(codeOf(answer)).toBe('KEY_IN_ADDRESS');
    expect(answer.text).not.toContain(key);
  });

  it('is made by an administrator, works at once, and is revoked for every instance', async () => {
    const admin = keys.get('admin')!;
    const made = await service.api
      .post('/api/keys')
      .set('X-API-Key', admin)
      .send({ name: 'camera', role: 'labeler', scopes: ['predict'] })
      .expect(201);
    const { key, id } = made.body as { key: string; id: string };
    expect(key).toMatch(/^mlk_\w{8}_\w{32}_\w{6}$/);
    await service.api.get('/predict').set('X-API-Key', key).expect(200);
    const listed = await service.api.get('/api/keys').set('X-API-Key', admin).expect(200);
    expect(listed.text).toContain(id);
    expect(listed.text).not.toContain(key);
    expect(listed.text).not.toMatch(/[0-9a-f]{64}/);

    await elsewhere.keys.revoke(id, now.getTime());
    clockMs += 1001;
    await service.api.get('/predict').set('X-API-Key', key).expect(401);
  });

  it.each([
    [{ name: 'a', role: 'viewer', scopes: ['admin'] }, 'INVALID_KEY'],
    [{ name: 'a', role: 'viewer', networks: ['10.0.0.0/33'] }, 'INVALID_KEY'],
    [{ name: 'a', role: 'viewer', expires_at: '2020-01-01T00:00:00Z' }, 'INVALID_KEY'],
    [{ name: 'a', role: 'root' }, 'INVALID_BODY'],
  ])('is refused where it makes no sense: %j', async (body, code) => {
    const answer = await service.api
      .post('/api/keys')
      .set('X-API-Key', keys.get('admin')!)
      .send(body);
    expect([answer.status, codeOf(answer)]).toEqual([400, code]);
  });

  it('is in no file and in no line of the log', () => {
    const written = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
      .join('\n');
    const logged = JSON.stringify(service.log.lines);
    for (const key of [...keys.values(), setupToken]) {
      const secret = key.split('_').at(-2)!.length > 20 ? key.split('_').at(-2)! : key;
      expect(written).not.toContain(secret);
      expect(logged).not.toContain(secret);
    }
  });
});

describe('the setup token', () => {
  it('is not asked for again once there is an administrator', async () => {
    const answer = await service.api.post('/api/setup').send({ token: setupToken }).expect(403);
    expect(codeOf(answer)).toBe('SETUP_REFUSED');
  });
});

describe('the audit log', () => {
  const AUDITED = GUARDED.filter(isAudited);

  it('leaves out what reads, and predictions', () => {
    const others = ALL_ROUTES.filter((route) => route.method !== 'get' && !isAudited(route));
    expect(others.map(({ path }) => path)).toContain('/api/predict');
    expect(new Set(others.map(({ scope }) => scope))).toEqual(new Set(['predict', 'read']));
  });

  it.each(AUDITED.map((route) => [nameOf(route), route] as const))(
    'has one entry for %s',
    async (_name, route) => {
      const [before] = await elsewhere.audit.list({}, 1);
      const answer = await send(route, keys.get('admin')).set('X-Request-Id', 'audited');
      const entries = await elsewhere.audit.after(before?.seq ?? 0, 10);
      expect(entries).toMatchObject([
        {
          actorKind: 'key',
          actorName: 'admin',
          method: route.method.toUpperCase(),
          route: route.path,
          status: answer.status,
          requestId: 'audited',
          at: now.getTime(),
        },
      ]);
    },
  );

  it('has what somebody was denied', async () => {
    const route = AUDITED.find(({ scope }) => scope === 'admin')!;
    const [before] = await elsewhere.audit.list({}, 1);
    await send(route, keys.get('viewer')).expect(403);
    const entries = await elsewhere.audit.after(before!.seq, 10);
    expect(entries).toMatchObject([{ actorName: 'viewer', status: 403 }]);
  });

  it('holds together, and is handed out a line an entry', async () => {
    const admin = keys.get('admin')!;
    const { body } = await service.api.get('/api/audit/verify').set('X-API-Key', admin).expect(200);
    const file = await service.api.get('/api/audit/export').set('X-API-Key', admin).buffer(true);
    const lines = file.text.trim().split('\n');
    expect(body).toEqual({
      entries: lines.length,
      broken_at: null,
      last_hash: (JSON.parse(lines.at(-1)!) as { hash: string }).hash,
    });
  });

  it('is filtered', async () => {
    const { body } = await service.api
      .get('/api/audit?actor=viewer&outcome=failed&limit=5')
      .set('X-API-Key', keys.get('admin')!)
      .expect(200);
    const { entries } = body as { entries: { actor: { name: string }; status: number }[] };
    expect(entries.length).toBeGreaterThan(0);
    expect(new Set(entries.map(({ actor, status }) => `${actor.name} ${String(status)}`))).toEqual(
      new Set(['viewer 403']),
    );
  });
});

it('changes nobody where a request says nothing to change', async () => {
  const admin = keys.get('admin')!;
  const person = { name: 'vera', role: 'viewer', password: 'green tea, no sugar' };
  const made = await service.api.post('/api/people').set('X-API-Key', admin).send(person);
  const { id } = personSchema.parse(made.body);
  const answer = await service.api.patch(`/api/people/${id}`).set('X-API-Key', admin).send({});
  expect([answer.status, codeOf(answer)]).toEqual([400, 'INVALID_PERSON']);
});
