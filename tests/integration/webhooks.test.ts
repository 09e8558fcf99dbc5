import { createServer, type IncomingMessage, type Server } from 'node:http';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { modelFolder } from '../support/model-folder';
import { writeTinyVersion } from '../support/tiny-version';
import { startApplication, type StartedApplication } from '../support/start-application';

interface Told {
  readonly type: string;
  readonly data: { readonly version?: string };
}

let folder: string;
let service: StartedApplication;
let receiver: Server;
let url: string;
let secret: string | undefined;
const told: Told[] = [];
const forged: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'webhooks-'));
  receiver = createServer((req: IncomingMessage, res) => {
    let body = '';
    req.on('data', (chunk: Buffer) => (body += chunk.toString()));
    req.on('end', () => {
      try {
        const headers = req.headers as Record<string, string>;
        told.push(new StandardWebhook(secret!).verify(body, headers) as Told);
        res.writeHead(204).end();
      } catch {
        forged.push(body);
        res.writeHead(401).end();
      }
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook?token=very-secret-token`;
  const models = await modelFolder(path.join(folder, 'models'));
  await writeTinyVersion(models, { version: 'second' });
  service = await startApplication({
    MODEL_DIR: models,
    PERSISTENCE_DIR: path.join(folder, 'persistence'),
    WEBHOOK_HOSTS: '127.0.0.1',
  });
});

afterAll(async () => {
  await service.end();
  receiver.close();
  rmSync(folder, { recursive: true });
});

async function until(isDone: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await isDone())) {
    if (Date.now() > deadline) throw new Error('it took too long');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

it('tells a receiver of a promotion, signed, and shows what came of it', async () => {
  const { body: made } = await service.api
    .post('/api/webhooks')
    .send({ name: 'pager', url })
    .expect(201);
  const webhook = made as { id: string; secret: string; host: string };
  secret = webhook.secret;
  expect(webhook).toMatchObject({ format: 'standard', events: null, disabled_at: null });

  await service.api.post(`/api/webhooks/${webhook.id}/test`).expect(202);
  await until(() => told.length === 1);
  await service.api.post('/api/models/second/promote').send({ force: true }).expect(200);
  await until(() => told.length === 2);
  expect(told.map(({ type }) => type)).toEqual(['test', 'version.promoted']);
  expect(told[1]!.data.version).toBe('second');
  expect(forged).toEqual([]);

  const { body } = await service.api.get(`/api/webhooks/${webhook.id}/deliveries`).expect(200);
  expect((body as { deliveries: { state: string }[] }).deliveries).toMatchObject([
    { type: 'version.promoted', state: 'delivered', attempts: 1 },
    { type: 'test', state: 'delivered', attempts: 1 },
  ]);
});

it('gives neither address nor secret away, on disk, in answers or on pages', async () => {
  const { text } = await service.api.get('/api/webhooks').expect(200);
  const { text: page } = await service.api.get('/alerts').expect(200);
  const files = readdirSync(path.join(folder, 'persistence'), {
    recursive: true,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(path.join(parentPath, name), 'latin1'));
  for (const seen of [text, page, JSON.stringify(service.log.lines), ...files]) {
    expect(seen).not.toContain('very-secret-token');
    expect(seen).not.toContain(secret!.slice('whsec_'.length));
  }
  expect(page).toContain('127.0.0.1');
});

it('refuses where a webhook may not go, and what is no webhook', async () => {
  for (const [body, code] of [
    [{ name: 'x', url: 'https://169.254.169.254/latest' }, 'INVALID_WEBHOOK'],
    [{ name: 'x', url: 'https://[::ffff:a9fe:a9fe]/' }, 'INVALID_WEBHOOK'],
    [{ name: 'x', url: 'file:///etc/passwd' }, 'INVALID_WEBHOOK'],
    [{ name: 'x', url, events: ['everything'] }, 'INVALID_BODY'],
    [{ name: '', url }, 'INVALID_BODY'],
    [{ name: 'x', url, admin: true }, 'INVALID_BODY'],
  ] as const) {
    const { body: answer } = await service.api.post('/api/webhooks').send(body).expect(400);
    expect((answer as { code: string }).code).toBe(code);
  }
  for (const way of ['/api/webhooks/nobody/test', '/api/webhooks/nobody/secret']) {
    await service.api.post(way).expect(404);
  }
  await service.api.delete('/api/webhooks/nobody').expect(404);
});

it('is managed on the page without scripts', async () => {
  const form = (way: string, fields: string): ReturnType<typeof service.api.post> =>
    service.api.post(way).set('Sec-Fetch-Site', 'same-origin').type('form').send(fields);
  const { text: made } = await form(
    '/alerts/webhooks',
    `name=second&format=standard&event=job.failed&url=${encodeURIComponent(url)}`,
  ).expect(201);
  expect(made).toMatch(/value="whsec_[\w+/=]+"/);
  const ids = [...made.matchAll(/action="\/alerts\/webhooks\/([\w-]+)"/g)].map(([, id]) => id!);
  expect(ids).toHaveLength(2);
  const second = ids[1]!;
  const { text: off } = await form(`/alerts/webhooks/${second}`, 'action=off').expect(200);
  expect(off).toContain('The webhook second is off.');
  const { text: refused } = await form(`/alerts/webhooks/${second}`, 'action=dance').expect(400);
  expect(refused).toContain('The form does not say what to do.');
  await form(`/alerts/webhooks/${second}`, 'action=remove').expect(200);
  const { body } = await service.api.get('/api/webhooks').expect(200);
  expect((body as { webhooks: unknown[] }).webhooks).toHaveLength(1);
});

it('goes on after a restart, with the same secret', async () => {
  told.length = 0;
  const { body } = await service.api.get('/api/webhooks').expect(200);
  const [{ id }] = (body as { webhooks: [{ id: string }] }).webhooks;
  service = await service.restart();
  await service.api.post(`/api/webhooks/${id}/test`).expect(202);
  await until(() => told.length === 1);
  expect(forged).toEqual([]);
});
