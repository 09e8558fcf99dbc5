import { request } from 'node:http';
import type { Route } from '../../../src/http/kit/route';
import { ALL_ROUTES } from '../../../src/http/all-routes';
import { startOpenService, type OpenService } from '../../support/requests/open-service';

/** Bodies and queries that mean more than they say, as they did elsewhere. */

const named = (routes: readonly Route[]) =>
  routes.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const);
const WITHOUT_KEYS = ALL_ROUTES.filter(({ needsAuth }) => needsAuth !== true);
/** The service's own JSON; the protocols leave room for fields that it does not know. */
const STRICT = WITHOUT_KEYS.filter(({ body }) => body?.kind === 'json');
const JSON_TOO = WITHOUT_KEYS.filter(
  ({ body }) => body?.kind === 'json' || (body?.kind === 'streamed' && body.json !== undefined),
);
/** Streams of events have no end. */
const WITH_QUERY = WITHOUT_KEYS.filter(
  ({ method, query, answer }) => method === 'get' && query && answer.kind !== 'events',
);

let open: OpenService;
beforeAll(async () => {
  open = await startOpenService();
});
afterAll(() => open.end());

const addressOf = ({ path }: Route): string =>
  path.replaceAll(/(?<!\\):\w+/g, 'nothing-here').replaceAll('\\:', ':');
const exampleOf = ({ body }: Route): object =>
  (body?.kind === 'json'
    ? body.example
    : body?.kind === 'streamed' && body.json?.example) as object;

async function post(route: Route, text: string): Promise<Response> {
  return fetch(open.url + addressOf(route), {
    method: route.method.toUpperCase(),
    headers: { 'Content-Type': 'application/json' },
    body: text,
  });
}

describe('CVE-2024-33883, CVE-2022-29078: a body that reaches for the prototype', () => {
  const POLLUTED = [
    '"__proto__": {"polluted": true, "client": true, "escapeFunction": "1; throw 1"}',
    '"constructor": {"prototype": {"polluted": true, "outputFunctionName": "x;throw 1;s"}}',
    '"settings": {"view options": {"client": true, "escapeFunction": "1; throw 1"}}',
  ];

  it.each(named(JSON_TOO))('changes nothing by %s', async (_name, route) => {
    const example = JSON.stringify(exampleOf(route)).slice(1, -1);
    for (const polluted of POLLUTED) {
      const answer = await post(route, `{${[polluted, example].filter(Boolean).join(',')}}`);
      expect([polluted, answer.status < 500 || answer.status === 503]).toEqual([polluted, true]);
      await answer.text();
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    }
  });

  it('changes nothing by the query of a page, which is rendered as ever', async () => {
    const usual = await open.service.api.get('/models').expect(200);
    const queries = [
      'settings[view%20options][client]=1&settings[view%20options][escapeFunction]=1',
      '__proto__[client]=1',
      'constructor[prototype][client]=1',
      '_locals=x&cache=1&filename=/etc/passwd&delimiter=x&root=/',
    ];
    for (const query of queries) {
      const { text } = await open.service.api.get(`/models?${query}`).expect(200);
      expect(text.length).toBe(usual.text.length);
    }
  });
});

describe('CVE-2023-47117, CVE-2025-25297: a field that nobody asked for', () => {
  it.each(named(STRICT))('is refused in the body of %s', async (_name, route) => {
    for (const field of ['role', 'endpoint', 'password_hash', 'id', 'path']) {
      if (field in exampleOf(route)) continue;
      const answer = await post(route, JSON.stringify({ ...exampleOf(route), [field]: 'x' }));
      const { code } = (await answer.json()) as { code: string };
      expect([field, answer.status, code]).toEqual([field, 400, 'INVALID_BODY']);
    }
  });

  it.each(named(WITH_QUERY))('selects nothing by the query of %s', async (_name, route) => {
    for (const query of ['password_hash__startswith=a', 'order_by=key_hash', 'label[$ne]=x']) {
      const answer = await fetch(`${open.url}${addressOf(route)}?${query}`);
      const text = await answer.text();
      expect([query, answer.status < 500 || answer.status === 503]).toEqual([query, true]);
      expect(text).not.toMatch(/key_hash|password_hash(?!__)/);
    }
  });
});

describe('a parameter that is there twice (ASVS 15.3.7)', () => {
  it.each(named(WITH_QUERY))('is no error of the service in %s', async (_name, route) => {
    const answer = await fetch(
      `${open.url}${addressOf(route)}?limit=1&limit=2&label=a&label=b&a=1&a=2`,
    );
    expect(answer.status < 500 || answer.status === 503).toBe(true);
    await answer.body?.cancel();
  });

  it('is refused where one is taken', async () => {
    await open.service.api.get('/api/predictions?limit=1&limit=2').expect(400);
    await open.service.api.get('/api/dataset/samples?label=a&label=b').expect(400);
  });
});

describe('CVE-2025-23310, CVE-2025-23311: a body of many tiny chunks', () => {
  it('is read as any other', async () => {
    const { port } = new URL(open.url);
    const statusOf = (body: Buffer, times: number): Promise<number> =>
      new Promise((resolve, reject) => {
        const sent = request(
          {
            port,
            host: '127.0.0.1',
            method: 'POST',
            path: '/api/predict',
            headers: { 'Content-Type': 'image/png', 'Transfer-Encoding': 'chunked' },
          },
          (answer) => {
            answer.resume().on('end', () => resolve(answer.statusCode!));
          },
        );
        sent.on('error', reject);
        const chunks: string[] = [];
        for (let i = 0; i < times; i++) {
          chunks.push(`1\r\n${String.fromCharCode(body[i % body.length]!)}\r\n`);
        }
        sent.flushHeaders();
        // Written below HTTP, so that each byte is a chunk of its own.
        sent.on('socket', (socket) => {
          socket.once('connect', () => {
            socket.write(`${chunks.join('')}0\r\n\r\n`, 'latin1');
          });
        });
      });
    expect(await statusOf(Buffer.from('no picture'), 300_000)).toBe(415);
    expect(await open.isAlive()).toBe(true);
  });

  it('or of too many headers is refused', async () => {
    const headers = Object.fromEntries(
      Array.from({ length: 3000 }, (_, i) => [`X-${String(i)}`, 'a'.repeat(20)]),
    );
    const answer = await fetch(`${open.url}/api/jobs`, { headers }).then(
      ({ status }) => status,
      () => 431,
    );
    expect(answer).toBe(431);
    expect(await open.isAlive()).toBe(true);
  });
});
