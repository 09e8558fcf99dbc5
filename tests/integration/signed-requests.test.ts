import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { permissionsOf } from '../../src/config/permissions';
import { ALL_ROUTES } from '../../src/http/all-routes';
import type { Route } from '../../src/http/kit/route';
import { colourPng } from '../support/colour-png';
import { pathOf } from '../support/route-request';
import { signed, type Signing, type SigningKey } from '../support/sign';
import { startApplication, type StartedApplication } from '../support/start-application';

const MINUTE_MS = 60_000;
/** The version that is served. */
const MODEL = 'cifar10-standard-8';
const PNG = colourPng([200, 30, 30]);

let folder: string;
let service: StartedApplication;
let other: StartedApplication;
let url: string;
let otherUrl: string;
let admin: string;
let key: SigningKey & { readonly text: string };
const clock = { now: new Date('2026-01-31T12:00:00Z') };

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'signed-'));
  const shown: string[] = [];
  const start = async (): Promise<StartedApplication> =>
    startApplication(
      { AUTH: 'on', PERSISTENCE_DIR: folder, PORT: '0', RATE_LIMIT_ENABLED: 'false' },
      { now: () => clock.now, showSecret: (text) => shown.push(text) },
    );
  service = await start();
  url = await service.listen();
  const token = /setup_\w+/.exec(shown.join())![0];
  const made = await service.api.post('/api/setup').send({ token }).expect(201);
  admin = (made.body as { key: string }).key;
  other = await start();
  otherUrl = await other.listen();
  key = await newKey();
});

afterAll(async () => {
  await other.end();
  await service.end();
  rmSync(folder, { recursive: true });
});

async function newKey(
  more: Record<string, unknown> = {},
): Promise<SigningKey & { readonly text: string }> {
  const { body } = await service.api
    .post('/api/keys')
    .set('Authorization', `Bearer ${admin}`)
    .send({ name: 'signer', role: 'admin', signing: 'required', ...more })
    .expect(201);
  const made = body as { id: string; key: string; signing_secret: string };
  return { id: made.id, text: made.key, secret: made.signing_secret };
}

interface Sent extends Omit<Signing, 'at'> {
  readonly at?: number;
  /** What is sent in place of the body that is signed. */
  readonly sentBody?: string | Uint8Array;
  readonly headers?: Record<string, string>;
  readonly to?: string;
  readonly signer?: SigningKey;
}

async function send({
  to = url,
  signer = key,
  at = clock.now.getTime(),
  sentBody,
  headers,
  ...request
}: Sent): Promise<{ status: number; text: string }> {
  const body = sentBody ?? request.body;
  const answer = await fetch(to + request.target, {
    method: request.method,
    headers: { ...signed(signer, { ...request, at }), ...headers },
    redirect: 'manual',
    ...(body !== undefined && { body: body }),
  });
  return { status: answer.status, text: await answer.text() };
}

const listKeys = { method: 'GET', target: '/api/keys' };
const JSON_TYPE = { 'Content-Type': 'application/json' };

describe('a signed request', () => {
  it('is taken without the key', async () => {
    expect((await send(listKeys)).status).toBe(200);
  });

  it.each([
    ['method', { ...listKeys, method: 'HEAD' }, { method: 'GET' }],
    ['path', listKeys, { target: '/api/people' }],
    ['query', { ...listKeys, target: '/api/audit?limit=5' }, { target: '/api/audit?limit=500' }],
  ])('is refused with another %s', async (_what, signing, change) => {
    const { method, target } = { ...signing, ...change };
    const headers = signed(key, { ...signing, at: clock.now.getTime() });
    const answer = await fetch(url + target, { method, headers });
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('does not fit the request');
  });

  it('is refused with another secret, and with a secret of another key', async () => {
    const another = await newKey();
    const wrong = { ...key, secret: `${key.secret.slice(0, -1)}!` };
    expect((await send({ ...listKeys, signer: wrong })).status).toBe(401);
    expect((await send({ ...listKeys, signer: { ...key, secret: another.secret } })).status).toBe(
      401,
    );
    expect((await send({ ...listKeys, signer: another })).status).toBe(200);
  });

  it('carries no key', async () => {
    const answer = await send({ ...listKeys, headers: { 'X-API-Key': key.text } });
    expect(answer).toMatchObject({ status: 401 });
    expect(answer.text).toContain('carries no key');
  });

  it.each(['X-Signature-Key', 'X-Signature-Id', 'X-Signature-Timestamp'])(
    'is told which header is missing: %s',
    async (name) => {
      const headers = signed(key, { ...listKeys, at: clock.now.getTime() });
      const others = Object.entries(headers).filter(([header]) => header !== name);
      const answer = await fetch(`${url}/api/keys`, { headers: others });
      expect(answer.status).toBe(401);
      expect(await answer.text()).toContain(`${name} is missing`);
    },
  );
});

describe('the clock of a sender', () => {
  it.each([-299_000, 299_000])('may be %i ms off', async (off) => {
    expect((await send({ ...listKeys, at: clock.now.getTime() + off })).status).toBe(200);
  });

  it.each([
    [-723_000, '12 min 3 s behind'],
    [301_000, '5 min 1 s ahead of'],
  ])('is told how far it is off: %i ms', async (off, words) => {
    const answer = await send({ ...listKeys, at: clock.now.getTime() + off });
    expect(answer.status).toBe(401);
    expect(answer.text).toContain(words);
  });
});

describe('a request that comes again', () => {
  it('is refused, on every instance', async () => {
    const again = { ...listKeys, id: 'request-0001' };
    expect((await send(again)).status).toBe(200);
    expect((await send(again)).text).toContain('came before');
    expect((await send({ ...again, to: otherUrl })).text).toContain('came before');
  });

  it('is taken once of many that come at the same time', async () => {
    const at = clock.now.getTime();
    const headers = signed(key, { ...listKeys, at });
    const answers = await Promise.all(
      [url, otherUrl, url, otherUrl, url, otherUrl].map((to) =>
        fetch(`${to}/api/keys`, { headers }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
  });

  it('may have the name of a request of another key', async () => {
    const id = 'request-0002';
    expect((await send({ ...listKeys, id })).status).toBe(200);
    expect((await send({ ...listKeys, id, signer: await newKey() })).status).toBe(200);
  });

  it('is not remembered for ever, and too old then', async () => {
    const again = { ...listKeys, id: 'request-0003', at: clock.now.getTime() };
    expect((await send(again)).status).toBe(200);
    clock.now = new Date(clock.now.getTime() + 11 * MINUTE_MS);
    // This one has those forgotten that are too old.
    expect((await send(listKeys)).status).toBe(200);
    expect((await send(again)).text).toContain('11 min 0 s behind');
    expect((await send({ ...listKeys, id: 'request-0003' })).status).toBe(200);
  });

  it('of no right signature takes no name from a right one', async () => {
    const id = 'request-0004';
    const stranger = { ...key, secret: 'a guess' };
    expect((await send({ ...listKeys, id, signer: stranger })).status).toBe(401);
    expect((await send({ ...listKeys, id })).status).toBe(200);
  });
});

/** A body that a route reads, and its type. */
function bodyFor({ body }: Route): { readonly body: string; readonly type: string } {
  if (body?.kind === 'streamed' && body.form.length > 0) {
    const part = body.form[0]!.name;
    const lines = [
      '--edge',
      `Content-Disposition: form-data; name="${part}"; filename="a.png"`,
      '',
      'a picture, it says',
      '--edge--',
      '',
    ];
    return { body: lines.join('\r\n'), type: 'multipart/form-data; boundary=edge' };
  }
  if (body?.kind === 'page-form') {
    return { body: 'name=value', type: 'application/x-www-form-urlencoded' };
  }
  return { body: '{"name": "value"}', type: 'application/json' };
}

const WRITING = ALL_ROUTES.filter(({ method, scope }) => method !== 'get' && scope !== 'public');

describe.each(WRITING.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route]))(
  '%s',
  (_name, route) => {
    const { body, type } = bodyFor(route);
    const request = {
      method: route.method.toUpperCase(),
      // The protocols look for the model before they read what it is to classify.
      target: pathOf({ path: route.path.replace(':model', 'classifier') }).replace(
        'versions/nothing-here',
        `versions/${MODEL}`,
      ),
      headers: { 'Content-Type': type },
      body,
    };

    it('takes no body that differs from the signed one by a byte', async () => {
      const answer = await send({ ...request, sentBody: body.replace('a', 'b') });
      expect(answer).toMatchObject({ status: 401 });
      expect(answer.text).toContain('The body is another one than the one that was signed');
    });

    it('takes no request without the body that was signed', async () => {
      const answer = await send({ ...request, sentBody: '' });
      expect(answer).toMatchObject({ status: 401 });
      expect(answer.text).toContain('A body was signed, and none was sent');
    });
  },
);

describe('what a body brings', () => {
  const form = (picture: Uint8Array): Buffer =>
    Buffer.concat([
      Buffer.from(
        [
          '--edge',
          'Content-Disposition: form-data; name="label"',
          '',
          'cat',
          '--edge',
          'Content-Disposition: form-data; name="files"; filename="cat.png"',
          '',
          '',
        ].join('\r\n'),
      ),
      picture,
      Buffer.from('\r\n--edge--\r\n'),
    ]);
  const upload = {
    method: 'POST',
    target: '/api/upload/training-data',
    headers: { 'Content-Type': 'multipart/form-data; boundary=edge' },
  };
  const samples = async (): Promise<number> => {
    const { text } = await send({ method: 'GET', target: '/api/dataset/samples' });
    return (JSON.parse(text) as { samples: unknown[] }).samples.length;
  };

  it('is taken when it is what was signed', async () => {
    expect((await send({ ...upload, body: form(PNG) })).status).toBe(200);
    expect(await samples()).toBe(1);
    const predict = {
      method: 'POST',
      target: '/api/predict?top_k=2',
      headers: { 'Content-Type': 'image/png' },
      body: PNG,
    };
    expect((await send(predict)).status).toBe(200);
    const named = { method: 'POST', target: '/api/keys', headers: JSON_TYPE };
    const wanted = JSON.stringify({ name: 'made by a signed request', role: 'viewer' });
    expect((await send({ ...named, body: wanted })).status).toBe(201);
  });

  it('is not saved when it is not', async () => {
    const before = await samples();
    const other = Buffer.from(PNG);
    // Behind the last byte of the picture that any decoder looks at.
    const changed = form(other);
    changed[changed.length - 3] = '+'.charCodeAt(0);
    const answer = await send({ ...upload, body: form(PNG), sentBody: changed });
    expect(answer.status).toBe(401);
    expect(await samples()).toBe(before);
    const left = readdirSync(folder, { recursive: true }).map(String);
    expect(left.filter((name) => /upload.*\.(png|part)$/.test(name))).toEqual([]);
  });

  it('is hashed as it is sent, compressed or not', async () => {
    // No route takes one: it would be another body after it is unpacked.
    const answer = await send({
      method: 'POST',
      target: '/api/keys',
      body: 'no gzip at all',
      headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' },
    });
    expect(answer.status).toBe(415);
  });
});

describe('a key whose requests are signed', () => {
  it('opens nothing by itself where a signature is required', async () => {
    const answer = await service.api.get('/api/keys').set('Authorization', `Bearer ${key.text}`);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('signed requests only');
  });

  it('opens by itself and by a signature where one is optional', async () => {
    const either = await newKey({ signing: 'optional' });
    await service.api.get('/api/keys').set('X-API-Key', either.text).expect(200);
    expect((await send({ ...listKeys, signer: either })).status).toBe(200);
  });

  it('has no signature where signing is off', async () => {
    const { body } = await service.api
      .post('/api/keys')
      .set('X-API-Key', admin)
      .send({ name: 'plain', role: 'admin' });
    expect(body).toMatchObject({ signing: 'off', signing_secret: null });
    const { id } = body as { id: string };
    expect((await send({ ...listKeys, signer: { id, secret: key.secret } })).status).toBe(401);
  });

  it('is no longer one when it is revoked', async () => {
    const gone = await newKey();
    await service.api.delete(`/api/keys/${gone.id}`).set('X-API-Key', admin).expect(200);
    expect((await send({ ...listKeys, signer: gone })).status).toBe(401);
  });

  it('counts from its own networks alone', async () => {
    const away = await newKey({ networks: ['10.0.0.0/8'] });
    expect((await send({ ...listKeys, signer: away })).status).toBe(403);
  });

  it('does what its role may, and nothing else', async () => {
    const viewer = await newKey({ role: 'viewer' });
    expect(permissionsOf('viewer').has('admin')).toBe(false);
    expect((await send({ ...listKeys, signer: viewer })).status).toBe(403);
  });

  it('gets another secret, beside which the one before counts for a day', async () => {
    const first = await newKey();
    const { body } = await service.api
      .post(`/api/keys/${first.id}/signing-secret`)
      .set('X-API-Key', admin)
      .expect(201);
    const second = { id: first.id, secret: (body as { signing_secret: string }).signing_secret };
    expect(second.secret).not.toBe(first.secret);
    expect((await send({ ...listKeys, signer: first })).status).toBe(200);
    expect((await send({ ...listKeys, signer: second })).status).toBe(200);
    // Whoever changes them sends both signatures.
    const at = clock.now.getTime();
    const byFirst = signed(first, { ...listKeys, id: 'both-0001', at });
    const bySecond = signed(second, { ...listKeys, id: 'both-0001', at });
    const both = {
      ...byFirst,
      'X-Signature': `${byFirst['X-Signature']} ${bySecond['X-Signature']}`,
    };
    expect((await fetch(`${url}/api/keys`, { headers: both })).status).toBe(200);
    clock.now = new Date(clock.now.getTime() + 24 * 60 * MINUTE_MS);
    expect((await send({ ...listKeys, signer: first })).status).toBe(401);
    expect((await send({ ...listKeys, signer: second })).status).toBe(200);
  });

  it('is changed by the API', async () => {
    const changed = await newKey();
    await service.api
      .patch(`/api/keys/${changed.id}`)
      .set('X-API-Key', admin)
      .send({ signing: 'off' })
      .expect(200);
    expect((await send({ ...listKeys, signer: changed })).status).toBe(401);
    await service.api.get('/api/keys').set('X-API-Key', changed.text).expect(200);
  });
});

describe('a signing secret', () => {
  it('is in no file of the service, and neither is any key', async () => {
    await service.api.get('/api/keys').set('X-API-Key', admin).expect(200);
    const texts = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'));
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) expect(text.includes(key.secret)).toBe(false);
    expect(JSON.stringify(service.log.lines).includes(key.secret)).toBe(false);
  });

  it('is encrypted with one that its owner alone can read', () => {
    expect(statSync(path.join(folder, 'signing-secret')).mode & 0o777).toBe(0o600);
  });
});
