import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RecentLines } from '../../src/observability/recent-lines';
import { logAnswerSchema } from '../../src/http/api/operation/logs-schema';
import { startApplication, type StartedApplication } from '../support/start-application';

let recent: RecentLines;
let application: StartedApplication;
let server: Server;
let url: string;

const write = (level: string, message: string): void =>
  recent.add({ timestamp: '2026-01-01T00:00:00.000Z', level, message, fields: { answer: 42 } });

beforeAll(async () => {
  recent = new RecentLines(100);
  application = await startApplication({}, { recentLog: recent, withModel: false });
  server = createServer(application.handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const level of ['debug', 'info', 'warn', 'error']) write(level, `a ${level} line`);
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await application.end();
});

describe('GET /api/logs', () => {
  it('gives the last lines of a level or more severe', async () => {
    const { body } = await application.api.get('/api/logs?level=warn').expect(200);
    const { lines } = logAnswerSchema.parse(body);
    expect(lines.map(({ message }) => message)).toEqual(['a warn line', 'a error line']);
    expect(lines[0]).toMatchObject({ level: 'warn', fields: { answer: 42 }, number: 3 });
  });

  it('gives at most as many as are asked for, the newest', async () => {
    const { body } = await application.api.get('/api/logs?level=debug&limit=1').expect(200);
    expect(logAnswerSchema.parse(body).lines.map(({ number }) => number)).toEqual([4]);
  });

  it('shows no stack, path or address of a client, whatever the level', async () => {
    recent.add({
      timestamp: '2026-01-01T00:00:00.000Z',
      level: 'debug',
      message: 'request refused',
      fields: {
        client_ip: '192.0.2.9',
        error: { name: 'Error', message: 'no /srv/secret/card.json', stack: 'at /srv/x.js:1' },
      },
    });
    const { body, text } = await application.api.get('/api/logs?level=debug&limit=1').expect(200);
    const [line] = logAnswerSchema.parse(body).lines;
    expect(line).toMatchObject({
      message: 'request refused',
      fields: { error: { message: 'no …/card.json' } },
    });
    expect(text).not.toMatch(/stack|srv|192\.0/);
    const page = await application.api.get('/system?level=debug').expect(200);
    expect(page.text).not.toMatch(/srv|192\.0\.2/);
  });

  it.each(['level=loud', 'limit=0', 'limit=many', 'limit=100000'])('refuses %s', async (query) => {
    const { body } = await application.api.get(`/api/logs?${query}`).expect(400);
    expect(body).toMatchObject({ code: 'INVALID_QUERY' });
  });
});

describe('GET /api/logs/events', () => {
  /** Reads events until there are so many. */
  async function events(path: string, count: number, header = {}): Promise<string[]> {
    const stop = new AbortController();
    const response = await fetch(url + path, { headers: header, signal: stop.signal });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    write('info', 'written later');
    let text = '';
    for await (const chunk of response.body!) {
      text += Buffer.from(chunk as Uint8Array).toString();
      if (text.split('\n\n').length > count) break;
    }
    stop.abort();
    return text
      .split('\n')
      .filter((line) => line.startsWith('data: '))
      .map((line) => (JSON.parse(line.slice(6)) as { message: string }).message);
  }

  it('sends each line when it is written', async () => {
    await expect(events('/api/logs/events', 1)).resolves.toEqual(['written later']);
  });

  it('sends what a client missed first', async () => {
    const missed = ['a warn line', 'a error line'];
    await expect(events('/api/logs/events?after=2', 4)).resolves.toEqual(
      expect.arrayContaining([...missed, 'written later']),
    );
    const header = { 'Last-Event-ID': '2' };
    const heard = await events('/api/logs/events?level=warn&after=0', 2, header);
    expect(heard).toEqual(missed);
  });
});

describe('GET /system', () => {
  it('shows configuration, limits, engines and log', async () => {
    const { text } = await application.api.get('/system?level=error').expect(200);
    expect(text).toContain('MAX_BATCH_SIZE');
    expect(text).toContain('a error line');
    expect(text).not.toContain('a warn line');
    expect(text).toContain('Rate limits are off');
    expect(text).toContain('the model is loading');
  });

  it('shows its usual level for one that is none', async () => {
    const { text } = await application.api.get('/system?level=loud').expect(200);
    expect(text).toContain('a warn line');
    expect(text).not.toContain('a debug line');
  });
});
