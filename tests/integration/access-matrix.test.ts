import { request } from 'node:http';
import { permissionsOf, ROLES, type Permission, type Role } from '../../src/config/permissions';
import { ALL_ROUTES } from '../../src/http/all-routes';
import type { Route } from '../../src/http/kit/route';
import { SCOPES, type Scope } from '../../src/http/kit/scopes';
import { isAudited } from '../../src/http/mount-routes';
import {
  startGuardedService,
  type GuardedService,
  type Proof,
} from '../support/requests/guarded-service';
import { differences } from '../support/requests/kept-state';
import { NAMED, validRequest, type ValidRequest } from '../support/requests/valid-request';
import { PASSWORD } from '../support/requests/request-world';
import { startApplication } from '../support/start-application';

/**
 * Every route of the table, asked by everybody who may and who may not, with a request that it takes.
 * A new route is in here by itself, and fails until a request is written down for it.
 */

type GuardedScope = Exclude<Scope, 'public'>;

const isGuarded = <R extends Route>(route: R): route is R & { readonly scope: GuardedScope } =>
  route.scope !== 'public';
/** What concerns nobody but who asks is open to every role, and to keys whatever their scopes. */
const isPermission = (scope: GuardedScope): scope is Permission => scope !== 'self';
const may = (role: Role, scope: GuardedScope): boolean =>
  !isPermission(scope) || permissionsOf(role).has(scope);
const keyWithout = (scope: GuardedScope): Proof | undefined =>
  isPermission(scope) ? guarded.callers.keyWithout(scope) : undefined;
const keyFor = (scope: GuardedScope): Proof =>
  isPermission(scope) ? guarded.callers.keyFor(scope) : guarded.callers.keyFor('predict');
const nameOf = ({ method, path }: Route): string => `${method.toUpperCase()} ${path}`;
const named = <R extends Route>(routes: readonly R[]) =>
  routes.map((route) => [nameOf(route), route] as const);

const GUARDED = ALL_ROUTES.filter(isGuarded);
const READING = GUARDED.filter(({ method }) => method === 'get');
const CHANGING = GUARDED.filter(({ method }) => method !== 'get');
const CHANGING_OTHERS = CHANGING.filter(({ scope }) => scope !== 'self');
const CHANGING_ONESELF = CHANGING.filter(({ scope }) => scope === 'self');
/** They only work before there is an administrator. */
const FIRST_START: ReadonlySet<string> = new Set(['setUp', 'post /setup']);
const OPEN = ALL_ROUTES.filter((route) => !isGuarded(route) && !FIRST_START.has(route.name));
/** They compute and read by POST. */
const CHANGES_NOTHING: ReadonlySet<string> = new Set([
  'evaluateModel',
  'repositoryIndex',
  'labelStudioSetup',
]);
/** What the history and the jobs still had to write is written by then. */
const SETTLED_MS = 300;
const CHANGED_WITHIN_MS = 3000;

let guarded: GuardedService;
const requests = new Map<string, ValidRequest>();
let before: readonly string[];
/** What requests that somebody may send were answered. */
const answered: string[] = [];
/** Keys, and secrets that sign requests and webhooks, in answers and on pages. */
const SECRETS = [
  /mlk_\w{8}_\w{32}_\w{6}/g,
  /whsec_[\w+/=]{20,}/g,
  /(?<="(?:secret|signing_secret)":")[^"]{20,}/g,
];

beforeAll(async () => {
  guarded = await startGuardedService();
  for (const route of ALL_ROUTES) {
    if (FIRST_START.has(route.name)) continue;
    requests.set(route.name, await validRequest(route, guarded.document, guarded.settled));
  }
  await settled();
  before = await guarded.state();
}, 60_000);
afterAll(() => guarded.end());

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, SETTLED_MS));

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Some answers are streams that end when their client leaves; their text is not read. */
async function send(
  { method, address, headers, body }: ValidRequest,
  proof: Proof = {},
  isStream = false,
): Promise<Answer> {
  const answer = await fetch(guarded.url + address, {
    method,
    headers: { ...headers, ...proof },
    redirect: 'manual',
    ...(body !== undefined && { body }),
  });
  if (isStream) await answer.body?.cancel();
  const text = isStream ? '' : await answer.text();
  return { status: answer.status, headers: answer.headers, text };
}

const ask = (route: Route, proof?: Proof): Promise<Answer> =>
  send(requests.get(route.name)!, proof, route.answer.kind === 'events');

/** The path as it is written: `fetch` would tidy up the path. */
function statusOfPath(method: string, path: string, proof: Proof = {}): Promise<number> {
  const { hostname, port } = new URL(guarded.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers: proof }, (answer) => {
      resolve(answer.statusCode!);
      // A stream of events has no end.
      if (answer.statusCode === 200) answer.destroy();
      else answer.resume();
    });
    sent.on('error', reject).end();
  });
}

/** The same path, as somebody writes it who looks for a way around the guard. */
function disguises(address: string): string[] {
  const [path, query = ''] = address.split(/(?=\?)/) as [string, string?];
  const first = path.split('/')[1]!;
  const disguised = (how: (letter: string) => string): string =>
    first === '' ? path : `/${how(first[0]!)}${path.slice(2)}`;
  const hex = (letter: string): string => letter.charCodeAt(0).toString(16);
  return [
    `${path}/`,
    path.toUpperCase(),
    `/${path}`,
    `/.${path}`,
    `/css/..${path}`,
    `/css/..%2f${path.slice(1)}`,
    `/css/%2e%2e${path}`,
    `${path};a=b`,
    `${path}%00`,
    `${path}%20`,
    `${path}/.`,
    path.replaceAll('/', '\\'),
    disguised((letter) => `%${hex(letter)}`),
    disguised((letter) => `%25${hex(letter)}`),
  ].map((one) => one + query);
}

it('has a request for each route, and none for what is no route', () => {
  const names = new Set(ALL_ROUTES.map(({ name }) => name));
  expect(NAMED.filter((name) => !names.has(name))).toEqual([]);
  expect(new Set(ALL_ROUTES.map(({ scope }) => scope))).toEqual(new Set(Object.keys(SCOPES)));
});

describe.each(named(GUARDED))('%s', (_name, route) => {
  const { scope } = route;

  it('wants to know who it is', async () => {
    const answer = await ask(route);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer');
    for (const [what, proof, status] of guarded.callers.wrong) {
      expect([what, (await ask(route, proof)).status]).toEqual([what, status]);
    }
  });

  it('refuses whoever may not, in whatever way they prove who they are', async () => {
    const { key, session } = guarded.callers;
    for (const role of ROLES.filter((one) => !may(one, scope))) {
      expect([role, (await ask(route, key(role))).status]).toEqual([role, 403]);
      expect([role, (await ask(route, session(role))).status]).toEqual([role, 403]);
    }
    const other = keyWithout(scope);
    if (other !== undefined) expect((await ask(route, other)).status).toBe(403);
  });

  it('has no other way in', async () => {
    const { method, address } = requests.get(route.name)!;
    for (const path of disguises(address)) {
      const unknown = await statusOfPath(method, path);
      expect([path, unknown, [400, 401, 404].includes(unknown)]).toEqual([path, unknown, true]);
      const without = await statusOfPath(method, path, keyWithout(scope));
      const isRefused = [400, 401, 403, 404, 405].includes(without);
      expect([path, without, isRefused]).toEqual([path, without, true]);
    }
  });

  it('tells its methods to those who are known only', async () => {
    const { address } = requests.get(route.name)!;
    expect(await statusOfPath('OPTIONS', address)).toBe(401);
    expect(await statusOfPath('OPTIONS', address, guarded.callers.key('viewer'))).toBe(204);
    expect(await statusOfPath('PROPFIND', address)).toBe(401);
    expect(await statusOfPath('PROPFIND', address, guarded.callers.key('viewer'))).toBe(405);
  });
});

describe.each(named(READING))('%s', (_name, route) => {
  it('answers whoever may', async () => {
    const { key, session } = guarded.callers;
    const { status } = requests.get(route.name)!;
    for (const role of ROLES.filter((one) => may(one, route.scope))) {
      expect([role, (await ask(route, key(role))).status]).toEqual([role, status]);
      expect([role, (await ask(route, session(role))).status]).toEqual([role, status]);
    }
    expect((await ask(route, keyFor(route.scope))).status).toBe(status);
  });

  it('answers HEAD as it answers GET', async () => {
    const { address, status } = requests.get(route.name)!;
    expect(await statusOfPath('HEAD', address)).toBe(401);
    const other = keyWithout(route.scope);
    if (other !== undefined) expect(await statusOfPath('HEAD', address, other)).toBe(403);
    expect(await statusOfPath('HEAD', address, keyFor(route.scope))).toBe(status);
  });

  if (route.answer.kind === 'page') {
    it('leads a browser to signing in', async () => {
      const { address } = requests.get(route.name)!;
      const answer = await ask(route, { Accept: 'text/html' });
      expect(answer.status).toBe(303);
      expect(answer.headers.get('Location')).toBe(`/login?returnTo=${encodeURIComponent(address)}`);
    });
  }
});

describe.each(named(CHANGING))('%s', (_name, route) => {
  it('takes nothing from the session of a page that is not its own', async () => {
    const { Cookie } = guarded.callers.session('admin') as { Cookie: string };
    for (const site of [undefined, 'same-site', 'cross-site', 'none']) {
      const proof = { Cookie, ...(site !== undefined && { 'Sec-Fetch-Site': site }) };
      expect([site, (await ask(route, proof)).status]).toEqual([site, 403]);
    }
  });
});

it('has changed nothing for any of them', async () => {
  await settled();
  expect(differences(before, await guarded.state())).toEqual([]);
});

describe.each(named(OPEN))('%s', (_name, route) => {
  it('is for everybody', async () => {
    const { status } = requests.get(route.name)!;
    expect((await ask(route)).status).toBe(status);
    // A proof that does not hold is nothing that it asks for.
    for (const [what, proof] of guarded.callers.wrong) {
      expect([what, (await ask(route, proof)).status]).toEqual([what, status]);
    }
  });
});

describe.each(named(CHANGING_ONESELF))('%s', (_name, route) => {
  it('is for people, and not for programs', async () => {
    const valid = await validRequest(route, guarded.document, guarded.live);
    expect((await send(valid, guarded.callers.key('admin'))).status).toBe(403);
  });

  it('does it for who has signed in', async () => {
    const { live, document, url } = guarded;
    const valid = await validRequest(route, document, live);
    const { name } = await live.person();
    const signedIn = await fetch(`${url}/login`, {
      method: 'POST',
      body: new URLSearchParams({ name, password: PASSWORD }),
      redirect: 'manual',
    });
    const cookies = signedIn.headers.getSetCookie().map((line) => line.split(';')[0]!);
    const proof = { Cookie: cookies.join('; '), 'Sec-Fetch-Site': 'same-origin' };
    const then = await guarded.state();
    const { status, text } = await send(valid, proof);
    expect([status, text]).toEqual([valid.status, text]);
    await changed(then);
    expect((await fetch(`${url}/api/account`, { headers: proof })).status).toBe(401);
  });
});

describe.each(named(CHANGING_OTHERS))('%s', (_name, route) => {
  const least = ROLES.find((role) => may(role, route.scope))!;

  it.each(['key', 'session'] as const)('does it for who may, by %s', async (kind) => {
    const { live, document, callers } = guarded;
    await live.noJob();
    await live.notAdding();
    const valid = await validRequest(route, document, live);
    const then = await guarded.state();
    const requestId = `by-${kind}`;
    const [last] = await guarded.audit.list({}, 1);
    const { status, text } = await send(valid, {
      ...callers[kind](least),
      'X-Request-Id': requestId,
    });
    expect([status, text]).toEqual([valid.status, text]);
    answered.push(text);
    const entries = (await guarded.audit.after(last?.seq ?? 0, 50)).filter(
      (entry) => entry.requestId === requestId,
    );
    const [path] = valid.address.split('?');
    const expected = {
      actorKind: kind === 'key' ? 'key' : 'person',
      actorName: kind === 'key' ? 'a test' : `one-${least}`,
      method: valid.method,
      route: route.path,
      status,
    };
    expect(entries).toMatchObject(isAudited(route) ? [expected] : []);
    // Where something is made, it is named, because the path does not say it.
    for (const { object } of entries) {
      if (object !== path) expect(object).toMatch(/^(?:key|person|webhook) \S+ \(/);
    }
    if (CHANGES_NOTHING.has(route.name)) {
      await settled();
      expect(differences(then, await guarded.state())).toEqual([]);
    } else {
      await changed(then);
    }
  });
});

it('has told no secret to the audit log, and none to the log', async () => {
  const made = answered.flatMap((text) => SECRETS.flatMap((secret) => text.match(secret) ?? []));
  for (const secret of SECRETS)
    expect(answered.some((text) => text.search(secret) >= 0)).toBe(true);
  const entries = await guarded.audit.after(0, 100_000);
  expect(entries.length).toBeGreaterThan(0);
  const exported = await fetch(`${guarded.url}/api/audit/export`, {
    headers: guarded.callers.key('admin'),
  });
  expect(exported.status).toBe(200);
  const told = [
    JSON.stringify(entries),
    JSON.stringify(guarded.service.log.lines),
    await exported.text(),
  ];
  for (const secret of [...guarded.secrets, ...made]) {
    expect(told.map((text) => text.includes(secret))).toEqual([false, false, false]);
  }
});

async function changed(then: readonly string[]): Promise<void> {
  const until = performance.now() + CHANGED_WITHIN_MS;
  while (differences(then, await guarded.state()).length === 0) {
    if (performance.now() > until) throw new Error('it has changed nothing');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('the first start', () => {
  it.each(named(ALL_ROUTES.filter(({ name }) => FIRST_START.has(name))))(
    '%s makes one administrator',
    async (_name, route) => {
      const shown: string[] = [];
      const service = await startApplication(
        { AUTH: 'on', PORT: '0' },
        { withModel: false, showSecret: (text) => shown.push(text) },
      );
      await service.listen();
      const token = /setup_\w+/.exec(shown.join())![0];
      const fields = { token, name: 'ada', password: 'correct horse battery staple' };
      const sent = async (body: object): Promise<number> => {
        const asked = service.api.post(route.path);
        const isForm = route.body?.kind === 'page-form';
        return (await (isForm ? asked.type('form').send(body) : asked.send(body))).status;
      };
      const body = route.body?.kind === 'page-form' ? fields : { token };
      expect(await sent({ ...body, token: 'setup_wrong' })).toBe(403);
      expect(await sent(body)).toBe(201);
      expect(await sent(body)).toBe(403);
      await service.end();
    },
  );
});
