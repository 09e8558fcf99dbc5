import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { mkdtempSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { AlertDesk } from '../../../src/alerts/alert-desk';
import { AllowedHosts } from '../../../src/alerts/webhooks/allowed-hosts';
import { Dispatcher } from '../../../src/alerts/webhooks/dispatcher';
import { WebhookDesk, type MadeWebhook } from '../../../src/alerts/webhooks/webhook-desk';
import { WebhookError } from '../../../src/alerts/webhooks/webhook-error';
import { openStorage, type Storage } from '../../../src/store/open-storage';
import type { WebhookFormat } from '../../../src/store/webhooks/webhook';
import { temporaryFolder } from '../store/made-predictions';

const { folder, remove } = temporaryFolder();
afterAll(remove);

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver that answers with the statuses in turn, then with 204. */
class Receiver {
  readonly received: Received[] = [];
  readonly #statuses: number[];
  readonly #server: Server;

  constructor(...statuses: number[]) {
    this.#statuses = statuses;
    this.#server = createServer((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        this.received.push({ headers: req.headers, body: Buffer.concat(chunks).toString() });
        const status = this.#statuses.shift() ?? 204;
        if (status === 0) return; // hangs
        res.writeHead(status, status === 302 ? { Location: `${this.url}/elsewhere` } : {});
        res.end();
      });
    });
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const sealer = {
  seal: (text: string, owner: string): Promise<string> => Promise.resolve(`${owner}|${text}`),
  open: (sealed: string, owner: string): Promise<string> =>
    Promise.resolve(sealed.slice(owner.length + 1)),
};

describe('what webhooks are told', () => {
  let storage: Storage;
  let nowMs: number;
  let receiver: Receiver;
  const warnings: string[] = [];
  const log = { warn: (message: string): number => warnings.push(message) };
  const now = (): number => nowMs;
  let ids: number;
  const newId = (): string => `id-${(ids += 1)}`;

  beforeEach(async () => {
    storage = await openStorage(mkdtempSync(path.join(folder, 'alerts-')));
    nowMs = Date.now();
    ids = 0;
    warnings.length = 0;
    receiver = new Receiver();
    await receiver.listen();
  });
  afterEach(async () => {
    receiver.close();
    await storage.close();
  });

  const hosts = new AllowedHosts(['127.0.0.0/8']);

  function desks(): { alerts: AlertDesk; webhooks: WebhookDesk; dispatcher: Dispatcher } {
    const store = storage.webhooks;
    const onQueued = (): void => undefined;
    const base = { log, now, newId, onQueued };
    return {
      alerts: new AlertDesk({ ...base, alerts: storage.alerts, webhooks: store }),
      webhooks: new WebhookDesk({ ...base, store, hosts, sealer }),
      dispatcher: new Dispatcher({
        store,
        hosts,
        sealer,
        log,
        now,
        chance: () => 0.5,
        timeoutMs: 300,
      }),
    };
  }

  function added(webhooks: WebhookDesk, format: WebhookFormat = 'standard'): Promise<MadeWebhook> {
    return webhooks.create({ name: 'pager', url: receiver.url, format, createdBy: 'a test' });
  }

  const drift = { subject: 'v1', text: 'Pictures look unlike what v1 has learned.' };

  it('is signed as Standard Webhooks says, which an independent library checks', async () => {
    const { alerts, webhooks, dispatcher } = desks();
    const { secret } = await added(webhooks);
    await alerts.raise('drift', { ...drift, data: { score: 0.4 } });
    await dispatcher.work();
    const [{ headers, body }] = receiver.received as [Received];
    const checked = new StandardWebhook(secret!).verify(body, headers as Record<string, string>);
    expect(checked).toEqual({
      type: 'drift.started',
      timestamp: new Date(nowMs).toISOString(),
      data: { ...drift, score: 0.4 },
    });
    expect(() =>
      new StandardWebhook(secret!).verify(`${body} `, headers as Record<string, string>),
    ).toThrow();
    expect(receiver.received).toHaveLength(1);
  });

  it('is told once of a condition that several instances see, and once of its end', async () => {
    const { alerts, webhooks, dispatcher } = desks();
    await added(webhooks);
    for (let i = 0; i < 3; i += 1) await alerts.raise('drift', drift);
    await desks().alerts.raise('drift', drift);
    expect(await alerts.open()).toHaveLength(1);
    await alerts.clear('drift', drift);
    await desks().alerts.clear('drift', drift);
    while ((await storage.webhooks.isDue(nowMs)) && receiver.received.length < 9) {
      await dispatcher.work();
    }
    const types = receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
    expect(types).toEqual(['drift.started', 'drift.ended']);
    expect(await alerts.open()).toHaveLength(0);
    expect(await alerts.latest(9)).toMatchObject([{ kind: 'drift', subject: 'v1' }]);
  });

  it('ends what is of no concern any more, and what nobody looks at', async () => {
    const { alerts } = desks();
    await alerts.raise('drift', drift);
    await alerts.raise('readiness', { subject: 'gone:5000', text: 'It is not ready.' });
    nowMs += 11 * 60_000;
    await alerts.tidy();
    expect((await alerts.open()).map(({ kind }) => kind)).toEqual(['drift']);
    await alerts.endOthers('drift', 'v1');
    expect(await alerts.open()).toHaveLength(1);
    await alerts.endOthers('drift', 'v2');
    expect(await alerts.open()).toHaveLength(0);
  });

  it('is signed with the secret before as well while receivers change', async () => {
    const { alerts, webhooks, dispatcher } = desks();
    const { webhook, secret: before } = await added(webhooks);
    const { secret: after } = await webhooks.renewSecret(webhook.id);
    await alerts.tell('job.failed', drift);
    await dispatcher.work();
    const [{ headers, body }] = receiver.received as [Received];
    for (const secret of [before!, after!]) {
      new StandardWebhook(secret).verify(body, headers as Record<string, string>);
    }
    expect(before).not.toBe(after);
  });

  it('is tried again with growing pauses, with the same id, until it is switched off', async () => {
    receiver.close();
    receiver = new Receiver(...Array.from({ length: 20 }, () => 500));
    await receiver.listen();
    const { alerts, webhooks, dispatcher } = desks();
    const { webhook } = await added(webhooks);
    await alerts.tell('job.failed', drift);
    await alerts.tell('job.failed', drift);
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 30; attempt += 1) {
      await dispatcher.work();
      const [first] = (await webhooks.deliveries(webhook.id, 9)).filter(
        ({ state, attempts }) => state === 'waiting' && attempts > 0,
      );
      if (first === undefined) break;
      pauses.push((first.nextAt! - nowMs) / 1000);
      nowMs = first.nextAt!;
    }
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
    expect(Math.max(...pauses)).toBe(12 * 3600);
    const { disabledAt, disabledReason } = await webhooks.find(webhook.id);
    expect(disabledAt).not.toBeNull();
    expect(disabledReason).toMatch(/^It was tried 8 times\. The receiver answered 500\.$/);
    const states = (await webhooks.deliveries(webhook.id, 9)).map(({ state }) => state);
    expect(states).toEqual(['failed', 'failed']);
    expect(warnings).toContain('a webhook is switched off');

    await alerts.tell('job.failed', drift);
    expect(await storage.webhooks.isDue(nowMs + 1e9)).toBe(false);
    await webhooks.switch(webhook.id, true);
    await alerts.tell('job.failed', drift);
    expect(await storage.webhooks.isDue(nowMs)).toBe(true);
  });

  it('follows no redirect, and ends at once when the receiver is gone', async () => {
    receiver.close();
    receiver = new Receiver(302, 410);
    await receiver.listen();
    const { alerts, webhooks, dispatcher } = desks();
    const { webhook } = await added(webhooks);
    await alerts.tell('job.failed', drift);
    await dispatcher.work();
    expect(receiver.received).toHaveLength(1);
    expect(await webhooks.deliveries(webhook.id, 9)).toMatchObject([
      { state: 'waiting', outcome: 'The receiver answered 302.' },
    ]);
    nowMs += 10_000;
    await dispatcher.work();
    expect((await webhooks.find(webhook.id)).disabledReason).toBe('The receiver answered 410.');
  });

  it('does not hold up others when a receiver hangs, nor is it sent to a moved name', async () => {
    const hanging = new Receiver(0, 0);
    await hanging.listen();
    const { alerts, webhooks, dispatcher } = desks();
    const { webhook } = await webhooks.create({
      name: 'hangs',
      url: hanging.url,
      format: 'standard',
      createdBy: 'a test',
    });
    await added(webhooks);
    await alerts.tell('job.failed', drift);
    await dispatcher.work();
    expect(receiver.received).toHaveLength(1);
    const [delivery] = await webhooks.deliveries(webhook.id, 1);
    expect(delivery!.outcome).toBe('The receiver did not answer in time.');
    hanging.close();

    let lookups = 0;
    const rebound = new AllowedHosts(['*', '127.0.0.1'], () => {
      lookups += 1;
      return Promise.resolve([
        { address: lookups === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 as const },
      ]);
    });
    const moved = new WebhookDesk({
      store: storage.webhooks,
      hosts: rebound,
      sealer,
      now,
      newId,
      onQueued: () => undefined,
    });
    const { webhook: third } = await moved.create({
      name: 'moves',
      url: receiver.url.replace('127.0.0.1', 'moves.example.org'),
      format: 'standard',
      createdBy: 'a test',
    });
    await moved.try(third.id);
    const sender = new Dispatcher({ store: storage.webhooks, hosts: rebound, sealer, log, now });
    await sender.work();
    const [refused] = await moved.deliveries(third.id, 1);
    expect(refused!.outcome).toBe(
      'moves.example.org leads to an address that WEBHOOK_HOSTS does not allow.',
    );
  });

  it('has the forms that Slack and Teams read, in which names are names', async () => {
    const { alerts, webhooks, dispatcher } = desks();
    await added(webhooks, 'slack');
    await added(webhooks, 'teams');
    await alerts.tell('version.promoted', { subject: 'v2', text: 'The version <v_2> & *more*.' });
    await dispatcher.work();
    const bodies = receiver.received.map(({ body }) => JSON.parse(body) as object);
    expect(bodies).toContainEqual({
      text: '*version.promoted*: The version &lt;v_2&gt; &amp; *more*.',
    });
    const card = receiver.received.find(({ body }) => body.includes('AdaptiveCard'))!;
    expect(card.body).toContain(String.raw`The version <v\\_2> & \\*more\\*.`);
    for (const { headers } of receiver.received) {
      expect(headers).not.toHaveProperty('webhook-signature');
    }
  });

  it('waits for a database that takes no changes', async () => {
    const { webhooks } = desks();
    await added(webhooks);
    let isBroken = true;
    const alerts = new AlertDesk({
      alerts: storage.alerts,
      webhooks: {
        enqueue: (...event) =>
          isBroken ? Promise.reject(new Error('full')) : storage.webhooks.enqueue(...event),
      },
      log,
      now,
      newId,
      onQueued: () => undefined,
    });
    await alerts.tell('job.failed', drift);
    await alerts.tell('job.succeeded', drift);
    expect(await storage.webhooks.isDue(nowMs)).toBe(false);
    isBroken = false;
    await Promise.all([alerts.flush(), alerts.flush()]);
    const [webhook] = await webhooks.list();
    const told = await webhooks.deliveries(webhook!.id, 9);
    expect(told.map(({ type }) => type).sort()).toEqual(['job.failed', 'job.succeeded']);
  });

  it('refuses what is no address of the web, and more webhooks than anybody needs', async () => {
    const { webhooks } = desks();
    const wishes = { name: 'pager', format: 'standard', createdBy: 'a test' } as const;
    for (const url of [
      'file:///etc/passwd',
      'ftp://127.0.0.1/',
      'gopher://127.0.0.1/',
      'http://user:secret@127.0.0.1/',
      'https://10.0.0.1/',
      '//127.0.0.1/',
      'hooks',
      '',
      `http://127.0.0.1/${'x'.repeat(3000)}`,
    ]) {
      await expect(webhooks.create({ ...wishes, url })).rejects.toThrow(WebhookError);
    }
    for (let i = 0; i < 20; i += 1) await added(webhooks);
    await expect(added(webhooks)).rejects.toMatchObject({ code: 'TOO_MANY_WEBHOOKS' });
  });
});
