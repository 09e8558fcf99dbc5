import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { testCertificate, type TestCertificate } from '../support/certificates';
import { modelFolder } from '../support/model-folder';
import { buildServer, ServerProcess } from '../support/server-process';
import { startApplication, type StartedApplication } from '../support/start-application';

const pair = testCertificate({ validUntil: new Date('2041-02-03T04:05:06Z') });

let folder: string;
let application: StartedApplication | undefined;
let url: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tls-'));
  write(pair);
});
afterEach(async () => {
  await application?.end();
  application = undefined;
  rmSync(folder, { recursive: true });
});

function write({ cert, key }: TestCertificate): void {
  writeFileSync(path.join(folder, 'cert.pem'), cert);
  writeFileSync(path.join(folder, 'key.pem'), key);
}

async function start(environment: Record<string, string> = {}): Promise<void> {
  application = await startApplication(
    {
      HOST: '127.0.0.1',
      PORT: '0',
      TLS_CERT_FILE: path.join(folder, 'cert.pem'),
      TLS_KEY_FILE: path.join(folder, 'key.pem'),
      ...environment,
    },
    { withModel: false, showSecret: (shown) => void (setupToken = /setup_\S+/.exec(shown)?.[0]) },
  );
  url = await application.listen();
}

let setupToken: string | undefined;

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function ask(
  where: string,
  {
    body,
    trusted = pair,
    ...options
  }: RequestOptions & { body?: string; trusted?: TestCertificate } = {},
): Promise<Answer> {
  const req = request(new URL(where, url), { agent: false, ca: trusted.cert, ...options });
  req.end(body);
  const [res] = (await once(req, 'response')) as [IncomingMessage];
  return { status: res.statusCode!, headers: res.headers, body: await text(res) };
}

describe('the service with TLS', () => {
  it('says its address with https, and answers there', async () => {
    await start();
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect((await ask('/openapi.json')).status).toBe(200);
    // The commands of the page are to be copied.
    expect((await ask('/predict')).body).toContain(url);
  });

  it('shows on the page System that TLS is on, and until when', async () => {
    await start();
    const { body } = await ask('/system');
    expect(body).toMatch(/<dt>TLS<\/dt>\s*<dd class="value">On<\/dd>/);
    expect(body).toMatch(/certificate valid until 2041-02-03/);
    expect(body).not.toContain(folder);
  });

  it('takes up a new certificate without a restart', async () => {
    await start();
    const next = testCertificate();
    write(next);
    process.emit('SIGHUP', 'SIGHUP');
    while (
      !application!.log.lines.some(({ message }) => message === 'the certificate was renewed')
    ) {
      await delay(5);
    }
    expect((await ask('/openapi.json', { trusted: next })).status).toBe(200);
  });

  it('takes forms from its own pages alone, which came over TLS', async () => {
    await start();
    const answerTo = async (origin: string): Promise<number> => {
      const headers = { Origin: origin, 'Content-Type': 'application/json' };
      const sent = { method: 'POST', headers, body: '{"ids":["none"]}' };
      return (await ask('/api/dataset/samples/delete', sent)).status;
    };
    expect(await answerTo(url)).not.toBe(403);
    // Anybody on the way could have written such a page.
    expect(await answerTo(url.replace('https:', 'http:'))).toBe(403);
    expect(await answerTo('https://127.0.0.1:1')).toBe(403);
  });

  it('ties the cookie of who signs in to the host', async () => {
    await start({ AUTH: 'on' });
    const send = (where: string, fields: Record<string, string>): Promise<Answer> =>
      ask(where, {
        method: 'POST',
        headers: {
          'Sec-Fetch-Site': 'same-origin',
          'Content-Type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams(fields).toString(),
      });
    const person = { name: 'ada', password: 'correct horse battery staple' };
    expect((await send('/setup', { ...person, token: setupToken! })).status).toBe(201);
    const { status, headers } = await send('/login', person);
    expect(status).toBe(303);
    const [cookie] = headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^__Host-mlk_session=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });
});

describe('the process of the service with TLS', () => {
  let server: ServerProcess;
  const begin = async (): Promise<void> => {
    buildServer();
    server = new ServerProcess(folder, {
      MODEL_DIR: await modelFolder(path.join(folder, 'models')),
      PERSISTENCE_DIR: path.join(folder, 'persistence'),
      TLS_CERT_FILE: path.join(folder, 'cert.pem'),
      TLS_KEY_FILE: path.join(folder, 'key.pem'),
    });
  };
  afterEach(() => server.destroy());

  it('warns of a key that others may read, and outlives SIGHUP', async () => {
    chmodSync(path.join(folder, 'key.pem'), 0o644);
    await begin();
    url = await server.ready();
    expect(url).toMatch(/^https:/);
    expect(server.lines('a file with a secret may be read by others than its owner')).toEqual([
      expect.objectContaining({ level: 'warn', variable: 'TLS_KEY_FILE', mode: '644' }),
    ]);
    const next = testCertificate();
    write(next);
    server.kill('SIGHUP');
    await server.logged('the certificate was renewed');
    expect((await ask('/api/health', { trusted: next })).status).toBe(200);
    server.kill('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });

  it('does not start with the key of another certificate, and says so in one line', async () => {
    write({ cert: pair.cert, key: testCertificate().key });
    await begin();
    expect(await server.exited).toEqual({ code: 1, signal: null });
    const said = server.output
      .trim()
      .split('\n')
      .filter((line) => line.includes('"error"'));
    expect(said).toEqual([
      expect.stringContaining(
        'TLS_KEY_FILE does not hold the key of the certificate in TLS_CERT_FILE',
      ),
    ]);
  });
});
