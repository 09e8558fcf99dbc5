import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { colourPng } from '../support/colour-png';
import {
  startLabelledService,
  type Answer,
  type LabelledService,
} from '../support/labelled-service';

let service: LabelledService;
async function start(environment: Record<string, string> = {}): Promise<void> {
  service = await startLabelledService(environment);
}
afterEach(() => service.end());

const post = (path: string, fields: Record<string, string> = {}): Answer =>
  service.api.post(path).type('form').send(fields);

async function upload(count: number): Promise<void> {
  const files = Array.from({ length: count }, (_, i) => ({
    name: `${i}.png`,
    content: colourPng([220 + i, 200 + i, i]),
  }));
  await service.save(files, ['Yellow']);
}

async function jobCount(): Promise<number> {
  const { body } = await service.api.get('/api/jobs').expect(200);
  return (body as { jobs: unknown[] }).jobs.length;
}

/** What a page shows: every text is also in it as data for its script. */
function shown({ text }: { text: string }): string {
  return text.replace(/<script.*?<\/script>/gs, '');
}

async function when(page: string, words: RegExp): Promise<string> {
  for (;;) {
    const text = shown(await service.api.get(page).expect(200));
    if (words.test(text)) return text;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('the forms about training', () => {
  it('start a training of the head, and lead to its page, which has the verdict in the end', async () => {
    await start();
    await upload(20);
    const { headers } = await post('/train', { mode: 'head' }).expect(303);
    const page = headers.location!;
    expect(page).toMatch(/^\/train\/[0-9a-f-]{36}$/);
    const text = await when(page, /class="rule-/);
    expect(text).toContain('passed every check, and answers now');
    const version = /href="\/models\/([^"]+)"/.exec(text)?.[1];
    const { body } = await service.api.get('/api/model/info').expect(200);
    expect(body).toMatchObject({ version });
    const list = await service.api.get('/train').expect(200);
    expect(shown(list)).toContain(`href="${page}"`);
    expect(shown(list)).toContain('nothing new since the last training');
  });

  it('say what is missing, start nothing, and keep what was chosen', async () => {
    await start({ DATA_DIR: 'is-not-there' });
    const head = await post('/train', { mode: 'head' });
    expect(head.status).toBe(409);
    expect(shown(head)).toContain('There are no labelled samples yet');
    const full = await post('/train', { mode: 'full', epochs: '7', network: 'small' });
    expect(full.status).toBe(409);
    expect(shown(full)).toContain('CIFAR-10');
    expect(shown(full)).toMatch(/value="full" checked/);
    expect(shown(full)).toMatch(/name="epochs"[^>]*value="7"/);
    expect(shown(full)).toMatch(/<option selected>small/);
    expect(await jobCount()).toBe(0);
  });

  it.each([
    [{ mode: 'other' }, 'mode'],
    [{ mode: 'full', epochs: '0' }, 'epochs'],
    [{ mode: 'full', epochs: 'many' }, 'epochs'],
    [{ mode: 'full', batch_size: '1.5' }, 'batch_size'],
    [{ mode: 'full', network: 'huge' }, 'network'],
  ])('refuse %o', async (fields, named) => {
    await start();
    await upload(3);
    const answer = await post('/train', fields).expect(400);
    expect(shown(answer)).toContain(`${named}:`);
    expect(await jobCount()).toBe(0);
  });

  it('count for the limit of the API, and say when the next one may be', async () => {
    await start({ RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_RETRAIN_HEAD_PER_HOUR: '1' });
    await post('/train', { mode: 'head' }).expect(409); // nothing to learn from: not counted
    await upload(20);
    const { headers } = await post('/train', { mode: 'head' }).expect(303);
    await when(headers.location!, /class="rule-/);
    const answer = await post('/train', { mode: 'head' }).expect(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(shown(answer)).toMatch(/The next one can start in (1\sh|\d+\smin)/);
    await service.api.post('/api/retrain').send({}).expect(429);
  });

  it('cancel a training, once', async () => {
    await start();
    await upload(20);
    const { headers } = await post('/train', { mode: 'head' }).expect(303);
    const page = headers.location!;
    const other = await post('/train', { mode: 'head' }).expect(409);
    expect(shown(other)).toContain('A training is under way');
    expect(shown(other)).toContain(`action="${page}/cancel"`);
    const cancelled = await post(`${page}/cancel`).expect(303);
    expect(cancelled.headers.location).toBe(page);
    await when(page, /It was cancelled/);
    const again = await post(`${page}/cancel`).expect(409);
    expect(shown(again)).toContain('over already');
    await post('/train/nothing/cancel').expect(404);
  });

  it('are not taken from other sites', async () => {
    await start();
    await upload(3);
    await post('/train', { mode: 'head' }).set('Sec-Fetch-Site', 'cross-site').expect(403);
    expect(await jobCount()).toBe(0);
  });
});

describe('the events of a training', () => {
  it('begin after the one that a page knows already', async () => {
    await start();
    await upload(12);
    const { headers } = await post('/train', { mode: 'head' }).expect(303);
    const page = headers.location!;
    await when(page, /class="rule-/);
    const events = `/api/jobs/${page.split('/').at(-1)}/events`;
    const all = await idsOf(events);
    expect(all.length).toBeGreaterThan(3);
    expect(await idsOf(`${events}?after=${all[1]}`)).toEqual(all.slice(2));
    // The browser that reconnects by itself knows more than its address says.
    expect(await idsOf(`${events}?after=${all[0]}`, all[2])).toEqual(all.slice(3));
    await service.api.get(`${events}?after=x`).expect(400);
  });
});

async function idsOf(path: string, lastEventId?: string): Promise<string[]> {
  const server = createServer(service.handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const text = await new Promise<string>((resolve, reject) => {
      const headers = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId };
      request({ port, path, headers }, (response) => {
        let heard = '';
        response.setEncoding('utf8').on('data', (part: string) => (heard += part));
        response.on('end', () => resolve(heard)).on('error', reject);
      })
        .on('error', reject)
        .end();
    });
    return [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => id!);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
