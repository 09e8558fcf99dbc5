import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errorAnswerSchema } from '../../src/http/kit/errors/error-schema';
import { startApplication, type StartedApplication } from '../support/start-application';

const STREAMS = ['/api/logs/events', '/api/overview/events'];

let application: StartedApplication;
let server: Server;
let stop: AbortController;

async function start(environment: Record<string, string>): Promise<void> {
  application = await startApplication({ TRUST_PROXY: '1', ...environment }, { withModel: false });
  server = createServer(application.handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop = new AbortController();
}
afterEach(async () => {
  stop.abort();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await application.end();
});

async function open(path: string, client: string): Promise<Response> {
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { 'X-Forwarded-For': client },
    signal: stop.signal,
  });
}

async function refusalOf(response: Response): Promise<string> {
  expect(response.headers.get('retry-after')).toBe('10');
  const { code, error } = errorAnswerSchema.parse(await response.json());
  expect(error).toMatch(/MAX_EVENT_STREAMS/);
  return `${String(response.status)} ${code}`;
}

describe('event streams', () => {
  it('are bounded for each client, over all kinds of them', async () => {
    await start({ MAX_EVENT_STREAMS_PER_CLIENT: '2' });
    for (const path of STREAMS) expect((await open(path, '192.0.2.1')).status).toBe(200);
    for (const path of STREAMS) {
      expect(await refusalOf(await open(path, '192.0.2.1'))).toBe('429 TOO_MANY_STREAMS_OF_CLIENT');
    }
    expect((await open(STREAMS[0]!, '192.0.2.2')).status).toBe(200);
  });

  it('are bounded in all, and health still answers', async () => {
    await start({ MAX_EVENT_STREAMS: '2' });
    expect((await open(STREAMS[0]!, '192.0.2.1')).status).toBe(200);
    expect((await open(STREAMS[1]!, '2001:db8::1')).status).toBe(200);
    expect(await refusalOf(await open(STREAMS[0]!, '192.0.2.3'))).toBe('503 TOO_MANY_STREAMS');
    expect((await open('/api/health/live', '192.0.2.3')).status).toBe(200);
  });

  it('make room when they end', async () => {
    await start({ MAX_EVENT_STREAMS: '1' });
    const first = await open(STREAMS[0]!, '192.0.2.1');
    expect((await open(STREAMS[0]!, '192.0.2.1')).status).toBe(503);
    await first.body!.cancel();
    // The service hears of it when the connection is closed, which takes as long as it takes.
    let status: number;
    do status = (await open(STREAMS[0]!, '192.0.2.1')).status;
    while (status === 503);
    expect(status).toBe(200);
  });

  it('end when the service stops', async () => {
    await start({});
    const streams = await Promise.all(STREAMS.map((path) => open(path, '192.0.2.1')));
    await application.stop();
    for (const stream of streams) await stream.text();
  });
});
