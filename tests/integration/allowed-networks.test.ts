import { startApplication, type StartedApplication } from '../support/start-application';

let service: StartedApplication;

async function start(environment: Record<string, string>): Promise<void> {
  service = await startApplication({ AUTH: 'off', ...environment }, { withModel: false });
}
afterEach(() => service.end());

/** @param addresses as proxies add them: the client's own, then those of proxies */
const from = (addresses: string, path: string): Promise<{ status: number; body: unknown }> =>
  Promise.resolve(service.api.get(path).set('X-Forwarded-For', addresses));

const DOORS = [
  '/api/model/info',
  '/',
  '/css/base.css',
  '/vendor/uplot/uPlot.min.css',
  '/api/logs/events',
  '/openapi.json',
  '/metrics',
  '/nothing',
  '/api/health',
  '/v2/health/live',
];

describe('where networks are listed', () => {
  it.each(DOORS)('%s is closed to every other address', async (path) => {
    await start({ ALLOWED_NETWORKS: '10.0.0.0/8, fd00::/8', TRUST_PROXY: '1' });
    expect((await from('192.0.2.1', path)).status).toBe(403);
  });

  it.each([
    ['10.1.2.3', 200],
    ['11.0.0.1', 403],
    ['::ffff:10.1.2.3', 200],
    ['::ffff:11.0.0.1', 403],
    ['fd12::1', 200],
    ['fe80::1', 403],
    ['not an address', 403],
    // Whatever a client says itself stands before what the proxy has seen.
    ['10.1.2.3, 192.0.2.1', 403],
    ['192.0.2.1, 10.1.2.3', 200],
  ])('%s is answered with %i behind a proxy', async (addresses, status) => {
    await start({ ALLOWED_NETWORKS: '10.0.0.0/8,fd00::/8', TRUST_PROXY: '1' });
    expect((await from(addresses, '/api/jobs')).status).toBe(status);
  });

  it('counts back as many proxies as there are', async () => {
    await start({ ALLOWED_NETWORKS: '10.0.0.0/8', TRUST_PROXY: '2' });
    expect((await from('10.1.2.3, 192.0.2.9', '/api/jobs')).status).toBe(200);
    expect((await from('10.1.2.3, 192.0.2.1, 192.0.2.9', '/api/jobs')).status).toBe(403);
  });

  it('believes no forwarded address where there is no proxy', async () => {
    await start({ ALLOWED_NETWORKS: '10.0.0.0/8' });
    expect((await from('10.1.2.3', '/api/jobs')).status).toBe(403);
  });

  it('answers probes of health from the machine itself, and nothing else of it', async () => {
    await start({ ALLOWED_NETWORKS: '10.0.0.0/8' });
    for (const path of ['/api/health', '/api/health/live', '/v2/health/live']) {
      expect((await service.api.get(path)).status).not.toBe(403);
    }
    await service.api.get('/api/jobs').expect(403);
    await service.api.get('/').expect(403);
  });

  it('is said as each protocol says errors', async () => {
    await start({ ALLOWED_NETWORKS: '10.0.0.0/8' });
    const error = 'This service may not be used from this address.';
    const { body } = await service.api.get('/api/jobs').expect(403);
    expect(body).toMatchObject({ error, code: 'ADDRESS_NOT_ALLOWED' });
    expect((await service.api.get('/v1/models/classifier').expect(403)).body).toEqual({ error });
    expect((await service.api.post('/v2/models/classifier/infer').expect(403)).body).toEqual({
      error,
    });
  });

  it('refuses before a body is read', async () => {
    await start({ ALLOWED_NETWORKS: '10.0.0.0/8', PORT: '0' });
    const url = await service.listen();
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1024)),
    });
    const answer = await fetch(`${url}/api/predict`, {
      method: 'POST',
      headers: { 'Content-Type': 'image/png' },
      body: endless,
      duplex: 'half',
    });
    expect(answer.status).toBe(403);
    await answer.text();
  });
});

it('answers everybody where none is listed', async () => {
  await start({ ALLOWED_NETWORKS: '', TRUST_PROXY: '1' });
  expect((await from('192.0.2.1', '/api/jobs')).status).toBe(200);
});
