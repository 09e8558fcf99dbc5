import { errorAnswerSchema } from '../../src/http/kit/errors/error-schema';
import { colourPng } from '../support/colour-png';
import { startApplication, type StartedApplication } from '../support/start-application';

const image = colourPng([10, 200, 10]);
const LIMITS = {
  RATE_LIMIT_ENABLED: 'true',
  RATE_LIMIT_PREDICT_PER_MINUTE: '3',
  RATE_LIMIT_BATCH_PER_MINUTE: '1',
  TRUST_PROXY: '1',
};

let application: StartedApplication;
beforeEach(async () => (application = await startApplication(LIMITS)));
afterEach(() => application.end());

const predict = (client: string): ReturnType<StartedApplication['api']['post']> =>
  application.api
    .post('/api/predict')
    .set('X-Forwarded-For', client)
    .attach('file', image, 'a.png');

const batch = (client: string): ReturnType<StartedApplication['api']['post']> =>
  application.api
    .post('/api/predict/batch')
    .set('X-Forwarded-For', client)
    .attach('files', image, 'a.png');

async function statuses(requests: readonly ReturnType<typeof predict>[]): Promise<number[]> {
  const found: number[] = [];
  for (const request of requests) found.push((await request).status);
  return found;
}

describe('rate limits', () => {
  it('let a client through until its limit, and say how far it is', async () => {
    for (const remaining of [2, 1, 0]) {
      const answer = await predict('192.0.2.1').expect(200);
      expect(answer.get('RateLimit-Policy')).toMatch(/^"predict"; q=3; w=60/);
      expect(answer.get('RateLimit')).toMatch(
        new RegExp(`^"predict"; r=${String(remaining)}; t=([0-9]|[1-5][0-9]|60)$`),
      );
    }
    const refused = await predict('192.0.2.1').expect(429);
    const { code, error } = errorAnswerSchema.parse(refused.body);
    expect(code).toBe('RATE_LIMITED');
    expect(error).toMatch(
      /^More than 3 single predictions in a minute; try again in \d+ s\. RATE_LIMIT_PREDICT_PER_MINUTE /,
    );
    expect(Number(refused.get('Retry-After'))).toBeGreaterThan(0);
    expect(Number(refused.get('Retry-After'))).toBeLessThanOrEqual(60);
    expect(refused.get('X-RateLimit-Limit')).toBeUndefined();
  });

  it('count each client for itself', async () => {
    await statuses([predict('192.0.2.1'), predict('192.0.2.1'), predict('192.0.2.1')]);
    expect(await statuses([predict('192.0.2.1'), predict('192.0.2.2')])).toEqual([429, 200]);
  });

  it('count each route for itself', async () => {
    expect(await statuses([batch('192.0.2.1'), batch('192.0.2.1'), predict('192.0.2.1')])).toEqual([
      200, 429, 200,
    ]);
  });

  it('count the network of an IPv6 client, which has addresses without number', async () => {
    const clients = ['2001:db8::1', '2001:db8::2', '2001:db8:0:ff::3', '2001:db8::4'];
    expect(await statuses(clients.map(predict))).toEqual([200, 200, 200, 429]);
    expect((await predict('2001:db8:0:100::1')).status).toBe(200);
  });

  it('do not limit what costs nothing', async () => {
    for (let i = 0; i < 10; i += 1) {
      const answer = await application.api.get('/api/health').expect(200);
      expect(answer.get('RateLimit')).toBeUndefined();
    }
  });
});

describe('RATE_LIMIT_ENABLED=false', () => {
  it('lifts every limit', async () => {
    const unlimited = await startApplication({ ...LIMITS, RATE_LIMIT_ENABLED: 'false' });
    for (let i = 0; i < 5; i += 1) {
      await unlimited.api.post('/api/predict').attach('file', image, 'a.png').expect(200);
    }
    await unlimited.end();
  });
});
