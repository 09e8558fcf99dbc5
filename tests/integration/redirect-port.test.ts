import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { loadConfiguration } from '../../src/config/load';
import { testCertificate } from '../support/certificates';
import { startApplication, type StartedApplication } from '../support/start-application';

let folder: string;
let service: StartedApplication;
let secure: URL;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'redirect-'));
  const { cert, key } = testCertificate({ validUntil: new Date('2041-02-03T04:05:06Z') });
  const [TLS_CERT_FILE, TLS_KEY_FILE] = ['cert.pem', 'key.pem'].map((name) =>
    path.join(folder, name),
  ) as [string, string];
  writeFileSync(TLS_CERT_FILE, cert);
  writeFileSync(TLS_KEY_FILE, key);
  service = await startApplication(
    { HOST: '127.0.0.1', PORT: '0', HTTP_REDIRECT_PORT: '0', TLS_CERT_FILE, TLS_KEY_FILE },
    { withModel: false },
  );
  secure = new URL(await service.listen());
  const line = service.log.lines.find(({ message }) => message.includes('leads to https'));
  port = (line!.fields as { port: number }).port;
});
afterAll(async () => {
  await service.end();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function ask(where: string, options: RequestOptions = {}, body?: string): Promise<Answer> {
  const sent = request({ host: '127.0.0.1', port, path: where, agent: false, ...options });
  sent.end(body);
  const [res] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: res.statusCode!, headers: res.headers, body: await text(res) };
}

async function raw(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

describe('the port without TLS', () => {
  it.each(['GET', 'HEAD'])('leads %s of a page to the same page with https', async (method) => {
    const answer = await ask('/models?sort=name', { method, headers: { Host: 'images.example' } });
    expect(answer.status).toBe(308);
    expect(answer.headers.location).toBe(`https://images.example:${secure.port}/models?sort=name`);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it.each([
    ['images.example:80', 'images.example'],
    ['[::1]:8080', '[::1]'],
  ])('leads from %s to the name without its port', async (given, name) => {
    const { headers } = await ask('/', { headers: { Host: given } });
    expect(headers.location).toBe(`https://${name}:${secure.port}/`);
  });

  it('never leads to another host than the one that was asked', async () => {
    const { headers } = await ask('//evil.example/a', { headers: { Host: 'images.example' } });
    expect(new URL(headers.location!).hostname).toBe('images.example');
  });

  it.each([
    ['GET', '/api/health'],
    ['GET', '/API/models'],
    ['POST', '/api/predict'],
    ['GET', '/v2/models'],
    ['GET', '/metrics'],
    ['POST', '/login'],
    ['OPTIONS', '/'],
  ])('refuses %s %s, and says to use https', async (method, where) => {
    const answer = await ask(where, { method }, method === 'POST' ? '{}' : undefined);
    expect(answer.status).toBe(400);
    expect(answer.headers.location).toBeUndefined();
    expect(JSON.parse(answer.body)).toEqual({
      error: expect.stringContaining('https://') as string,
      code: 'BAD_REQUEST',
      request_id: answer.headers['x-request-id'],
    });
  });

  it.each([
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n'],
    ['a host that is none', 'GET / HTTP/1.1\r\nHost: a.example@b.example\r\n\r\n'],
    ['a whole address', 'GET http://b.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n'],
    ['what is no HTTP', 'hello\r\n\r\n'],
  ])('refuses %s', async (_what, bytes) => {
    const answer = await raw(bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"BAD_REQUEST"');
    expect(answer).not.toContain('Location');
  });
});

it('is not there without TLS', () => {
  expect(() => loadConfiguration({ HTTP_REDIRECT_PORT: '8080' })).toThrow(/TLS_CERT_FILE/);
});
