import type { ChildProcess } from 'node:child_process';
import { RedisUnavailableError } from '../../src/http/rate-limit/redis-stores';
import { colourPng } from '../support/colour-png';
import { freePort, hasRedis, startRedis, stopRedis } from '../support/redis-server';
import { startApplication, type StartedApplication } from '../support/start-application';

const image = colourPng([10, 200, 10]);
const LIMIT = 3;

/** In CI it must run; elsewhere it needs a Redis on the machine. */
const mayRun = process.env.CI === 'true' || hasRedis();
const describeWithRedis = mayRun ? describe : describe.skip;

let redis: ChildProcess;
let port: number;
let applications: StartedApplication[] = [];

beforeAll(async () => {
  if (!mayRun) return;
  port = await freePort();
  redis = await startRedis(port);
});
afterEach(async () => {
  for (const application of applications) await application.end();
  applications = [];
});
afterAll(() => (mayRun ? stopRedis(redis, 'SIGKILL') : undefined));

const UPLOADS = { RATE_LIMIT_UPLOAD_PICTURES_PER_HOUR: '2' };

async function start(environment = {}): Promise<StartedApplication> {
  const application = await startApplication({
    RATE_LIMIT_ENABLED: 'true',
    RATE_LIMIT_STORAGE_URL: `redis://127.0.0.1:${String(port)}`,
    RATE_LIMIT_PREDICT_PER_MINUTE: String(LIMIT),
    TRUST_PROXY: '1',
    ...environment,
  });
  applications.push(application);
  return application;
}

async function predict({ api }: StartedApplication, client: string): Promise<number> {
  const answer = await api
    .post('/api/predict')
    .set('X-Forwarded-For', client)
    .attach('file', image, 'a.png');
  return answer.status;
}

const messages = ({ log }: StartedApplication, level: string): string[] =>
  log.lines.filter((line) => line.level === level).map(({ message }) => message);

async function upload({ api }: StartedApplication, shade: number): Promise<number> {
  const answer = await api
    .post('/api/upload/training-data')
    .field('labels', 'Cat')
    .attach('files', colourPng([shade, 0, 0]), 'a.png');
  return answer.status;
}

/** Resolves when the log says so; the test's own time limit is the only one. */
async function until(
  level: string,
  message: string,
  application: StartedApplication,
): Promise<void> {
  while (!messages(application, level).includes(message)) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('RATE_LIMIT_STORAGE_URL of a Redis that is not there', () => {
  it('stops the start, and says which one without its password', async () => {
    const nobody = await freePort();
    const starting = startApplication({
      RATE_LIMIT_ENABLED: 'true',
      RATE_LIMIT_STORAGE_URL: `redis://user:hunter2@127.0.0.1:${String(nobody)}`,
    });
    await expect(starting).rejects.toThrow(RedisUnavailableError);
    await expect(starting).rejects.toThrow(`127.0.0.1:${String(nobody)} does not answer`);
    await expect(starting).rejects.not.toThrow('hunter2');
  });
});

describeWithRedis(`rate limits in Redis${mayRun ? '' : ' (redis-server is not installed)'}`, () => {
  it('are shared by every instance', async () => {
    const instances = [await start(), await start()] as const;
    const client = '192.0.2.1';
    expect(await predict(instances[0], client)).toBe(200);
    expect(await predict(instances[1], client)).toBe(200);
    expect(await predict(instances[0], client)).toBe(200);
    expect(await predict(instances[1], client)).toBe(429);
    expect(await predict(instances[0], '192.0.2.2')).toBe(200);
  });

  it('are counted by each instance while Redis is away, and shared again when it is back', async () => {
    const application = await start();
    const client = '192.0.2.3';
    expect(await predict(application, client)).toBe(200);

    await stopRedis(redis, 'SIGKILL');
    const statuses = [];
    for (let i = 0; i < 2 * LIMIT; i += 1) statuses.push(await predict(application, client));
    expect(statuses).toEqual([
      ...Array<number>(LIMIT).fill(200),
      ...Array<number>(LIMIT).fill(429),
    ]);
    expect(messages(application, 'warn')).toEqual([
      'rate limits are counted by each instance: Redis does not answer',
    ]);

    redis = await startRedis(port);
    await until('info', 'rate limits are shared again: Redis is back', application);
    const other = await start();
    const shared = [];
    for (let i = 0; i < LIMIT; i += 1) shared.push(await predict(other, client));
    expect(shared).toEqual(Array<number>(LIMIT).fill(200));
    expect(await predict(application, client)).toBe(429);
    expect(messages(application, 'warn')).toHaveLength(1);
  });

  it('are counted while Redis hangs, and hold up no request but the first', async () => {
    const application = await start();
    redis.kill('SIGSTOP');
    try {
      const statuses = [];
      for (let i = 0; i <= LIMIT; i += 1) statuses.push(await predict(application, '192.0.2.4'));
      expect(statuses).toEqual([...Array<number>(LIMIT).fill(200), 429]);
      expect(messages(application, 'warn')).toHaveLength(1);
    } finally {
      redis.kill('SIGCONT');
    }
    await until('info', 'rate limits are shared again: Redis is back', application);
  });

  it('share what uploads bring', async () => {
    const [one, two] = [await start(UPLOADS), await start(UPLOADS)];
    expect(await upload(one, 1)).toBe(200);
    expect(await upload(two, 2)).toBe(200);
    expect(await upload(one, 3)).toBe(429);
    expect(await upload(two, 4)).toBe(429);
  });
});
