import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { startOpenService } from '../../support/requests/open-service';
import { startApplication, type StartedApplication } from '../../support/start-application';
import { serveHub } from '../../unit/backbones/hub-server';

/** Ways in, and ways out, that peers have left open. */

const ROOT = path.join(__dirname, '..', '..', '..');

/** A service that wants to know who asks, with its setup token. */
async function guarded(): Promise<{ service: StartedApplication; token: string }> {
  const shown: string[] = [];
  const service = await startApplication(
    { AUTH: 'on', PORT: '0' },
    { withModel: false, showSecret: (text) => shown.push(text) },
  );
  await service.listen();
  return { service, token: /setup_\w+/.exec(shown.join())![0] };
}

const form = (service: StartedApplication, address: string, fields: object) =>
  service.api.post(address).type('form').set('Sec-Fetch-Site', 'same-origin').send(fields);

describe('CVE-2025-11200: an account that is there from the start', () => {
  it('is not there, and no password is empty or short', async () => {
    const { service, token } = await guarded();
    for (const [name, password] of [
      ['admin', 'password1234'],
      ['admin', 'admin'],
      ['admin', 'password'],
      ['admin', ''],
      ['', ''],
    ]) {
      expect((await form(service, '/login', { name, password })).status).toBe(401);
    }
    for (const password of ['', 'a', 'short', 'password1234']) {
      expect((await form(service, '/setup', { token, name: 'ada', password })).status).toBe(400);
    }
    await service.end();
  });
});

describe('CVE-2023-43791: a session that is made elsewhere', () => {
  it('counts for no other service, nor after one letter is changed', async () => {
    const [one, other] = [await guarded(), await guarded()];
    const person = { name: 'ada', password: 'correct horse battery staple' };
    for (const { service, token } of [one, other]) {
      expect((await form(service, '/setup', { ...person, token })).status).toBe(201);
    }
    const answer = await form(one.service, '/login', person);
    const cookie = answer.get('Set-Cookie')![0]!.split(';')[0]!;
    const statusOf = async ({ service }: typeof one, shown: string): Promise<number> =>
      (await service.api.get('/api/jobs').set('Cookie', shown)).status;
    expect(await statusOf(one, cookie)).toBe(200);
    expect(await statusOf(other, cookie)).toBe(401);
    const changed = cookie.slice(0, -1) + (cookie.endsWith('A') ? 'B' : 'A');
    expect(await statusOf(one, changed)).toBe(401);
    for (const { service } of [one, other]) await service.end();
  });
});

describe('CVE-2023-43654, CVE-2026-28500: a network from anywhere', () => {
  it('is neither fetched nor read', async () => {
    const hub = await serveHub({ 'x.onnx': Buffer.from('x') });
    const open = await startOpenService({ HF_ENDPOINT: 'http://127.0.0.1:9' });
    for (const source of [
      `${hub.endpoint}/x.onnx`,
      'http://169.254.169.254/latest/meta-data',
      'https://evil.example/x.onnx',
      'ftp://evil.example/x.onnx',
      'file:///etc/passwd',
      '//evil.example/x.onnx',
      'hf:../../x/y.onnx',
      'hf:owner/name/../../../x.onnx',
      'hf:owner@evil.example/name/x.onnx',
    ]) {
      const answer = await open.service.api.post('/api/backbones').send({ source });
      expect([source, answer.status >= 400 && answer.status < 500]).toEqual([source, true]);
    }
    expect(hub.asked).toEqual([]);
    await open.end();
    await hub.close();
  });
});

describe('CVE-2024-2912, CVE-2025-27520, CVE-2025-5173: objects of another program', () => {
  it.each([
    ['a.pkl', Buffer.from('\x80\x04cos\nsystem\n(S"touch pwned"\ntR.', 'latin1')],
    ['a.pt', Buffer.from('PK\x03\x04archive/data.pkl', 'latin1')],
    ['a.h5', Buffer.from('\x89HDF\r\n\x1a\n', 'latin1')],
    ['a.joblib', Buffer.from('\x80\x03}q\x00.', 'latin1')],
  ])('are no network: %s', async (name, content) => {
    const open = await startOpenService();
    const answer = await open.service.api.post('/api/backbones').attach('file', content, name);
    expect([202, 400, 415, 422]).toContain(answer.status);
    let state = 'adding';
    while (answer.status === 202 && state === 'adding') {
      const { body } = await open.service.api.get('/api/backbones/adding');
      ({ state } = body as { state: string });
    }
    expect(state).toBe(answer.status === 202 ? 'failed' : 'adding');
    const { body } = await open.service.api.get('/api/backbones').expect(200);
    expect((body as { backbones: unknown[] }).backbones).toEqual([]);
    await open.end();
  });
});

describe('CVE-2026-33744, CVE-2026-44345: text that becomes code', () => {
  it('has nothing to become it: no file makes code of text, or runs a shell', () => {
    const found = readdirSync(path.join(ROOT, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) =>
        /\beval\(|new Function\(|from 'node:vm'|shell: true|\bexec(Sync)?\b[^}]*\} from 'node:child_process'|deserialize\(/.test(
          readFileSync(file, 'utf8'),
        ),
      );
    expect(found.map((file) => path.relative(ROOT, file))).toEqual([]);
  });
});

describe('GHSA-cpmr-mw4j-99r7: a proxy that serves a folder', () => {
  it.each(['nginx.conf', 'nginx.upstream.conf', 'nginx.upstream.docker.conf'])(
    'is not what %s makes',
    (file) => {
      const lines = readFileSync(path.join(ROOT, file), 'utf8').replaceAll(/#.*$/gm, '');
      expect(lines).not.toMatch(/^\s*(alias|root|autoindex)\s/m);
    },
  );
});

describe('CVE-2023-4863: a decoder with a hole', () => {
  it('is newer than the hole', () => {
    const [major, minor, patch] = sharp.versions.webp!.split('.').map(Number) as [
      number,
      number,
      number,
    ];
    expect(major * 10_000 + minor * 100 + patch).toBeGreaterThanOrEqual(10_302);
  });
});

describe('CVE-2023-48022: a port that is open to everybody', () => {
  it('is said on the first page and in the log', async () => {
    const service = await startApplication({ HOST: '0.0.0.0', AUTH: 'off', PORT: '0' });
    await service.listen();
    expect(service.log.lines.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('everyone who reaches this port'),
    );
    const { text } = await service.api.get('/').expect(200);
    expect(text).toContain('Everyone who reaches this service over the network can read');
    await service.end();
  });
});
