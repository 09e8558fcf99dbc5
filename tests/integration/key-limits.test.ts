import { colourPng } from '../support/colour-png';
import { freePort, hasRedis, startRedis, stopRedis } from '../support/redis-server';
import { startApplication, type StartedApplication } from '../support/start-application';

const image = colourPng([10, 200, 10]);
let services: StartedApplication[] = [];
afterEach(async () => {
  for (const service of services.reverse()) await service.end();
  services = [];
});

async function start(
  environment: Record<string, string> = {},
): Promise<{ readonly service: StartedApplication; readonly token: string | undefined }> {
  const shown: string[] = [];
  const service = await startApplication(
    { AUTH: 'on', PORT: '0', RATE_LIMIT_ENABLED: 'true', ...environment },
    { showSecret: (text) => shown.push(text) },
  );
  services.push(service);
  await service.listen();
  return { service, token: /setup_\w+/.exec(shown.join())?.[0] };
}

async function adminOf({ service, token }: Awaited<ReturnType<typeof start>>): Promise<string> {
  const { body } = await service.api.post('/api/setup').send({ token }).expect(201);
  return (body as { key: string }).key;
}

async function keyOf(
  service: StartedApplication,
  admin: string,
  more: object,
): Promise<{ readonly id: string; readonly key: string }> {
  const { body } = await service.api
    .post('/api/keys')
    .set('X-API-Key', admin)
    .send({ name: 'program', role: 'operator', ...more })
    .expect(201);
  return body as { id: string; key: string };
}

const predict = (
  { api }: StartedApplication,
  key: string,
): ReturnType<StartedApplication['api']['post']> =>
  api.post('/api/predict').set('X-API-Key', key).type('png').send(image);

describe('the limit of a key', () => {
  it('stands in place of those that others have by the minute', async () => {
    const started = await start({ RATE_LIMIT_PREDICT_PER_MINUTE: '2' });
    const { service } = started;
    const admin = await adminOf(started);
    const own = await keyOf(service, admin, { requests_per_minute: 4 });
    const usual = await keyOf(service, admin, {});
    for (let i = 0; i < 2; i++) await predict(service, usual.key).expect(200);
    expect((await predict(service, usual.key).expect(429)).text).toContain(
      'RATE_LIMIT_PREDICT_PER_MINUTE',
    );
    for (let i = 3; i >= 1; i--) {
      const answer = await predict(service, own.key).expect(200);
      expect(answer.get('RateLimit-Policy')).toMatch(/^"key"; q=4; w=60/);
      expect(answer.get('RateLimit')).toMatch(new RegExp(`^"key"; r=${i}; t=\\d+`));
    }
    // It is one for all routes.
    await service.api.get('/api/jobs').set('X-API-Key', own.key).expect(200);
    const refused = await predict(service, own.key).expect(429);
    expect(refused.body).toMatchObject({ code: 'RATE_LIMITED' });
    expect(refused.text).toContain('More than 4 requests of this key in a minute');
    expect(Number(refused.get('Retry-After'))).toBeGreaterThan(0);
  });

  it('is changed and taken away', async () => {
    const started = await start();
    const { service } = started;
    const admin = await adminOf(started);
    const { id, key } = await keyOf(service, admin, { requests_per_minute: 1 });
    await predict(service, key).expect(200);
    await predict(service, key).expect(429);
    const change = (body: object): ReturnType<StartedApplication['api']['patch']> =>
      service.api.patch(`/api/keys/${id}`).set('X-API-Key', admin).send(body);
    await change({ requests_per_minute: 0 }).expect(400);
    await change({ requests_per_minute: 5 }).expect(200);
    await predict(service, key).expect(200);
    await change({ requests_per_minute: null }).expect(200);
    expect((await predict(service, key)).get('RateLimit-Policy')).toMatch(/^"predict"/);
  });

  it('leaves what is counted by the hour, and tries to sign in, to the limits of everybody', async () => {
    const started = await start({
      RATE_LIMIT_EVALUATE_PER_HOUR: '7',
      RATE_LIMIT_SIGN_IN_PER_MINUTE: '3',
    });
    const { service } = started;
    const { key } = await keyOf(service, await adminOf(started), { requests_per_minute: 100 });
    const evaluation = await service.api
      .post('/api/model/evaluate')
      .set('X-API-Key', key)
      .send({ version: 'none' });
    expect(evaluation.get('RateLimit-Policy')).toMatch(/^"evaluate"; q=7/);
    const signIn = await service.api
      .post('/login')
      .set('X-API-Key', key)
      .type('form')
      .send({ name: 'a', password: 'b' });
    expect(signIn.get('RateLimit-Policy')).toMatch(/^"sign-in"; q=3/);
  });

  const mayRun = process.env.CI === 'true' || hasRedis();
  (mayRun ? it : it.skip)('is one for all instances that share a Redis', async () => {
    const port = await freePort();
    const redis = await startRedis(port);
    try {
      const shared = { RATE_LIMIT_STORAGE_URL: `redis://127.0.0.1:${String(port)}` };
      const started = await start(shared);
      const { service: here } = started;
      const { service: there } = await start({ ...shared, PERSISTENCE_DIR: here.persistenceDir });
      const { key } = await keyOf(here, await adminOf(started), { requests_per_minute: 3 });
      await predict(here, key).expect(200);
      await predict(there, key).expect(200);
      await predict(here, key).expect(200);
      await predict(there, key).expect(429);
    } finally {
      for (const service of services.splice(0).reverse()) await service.end();
      await stopRedis(redis, 'SIGKILL');
    }
  });
});
