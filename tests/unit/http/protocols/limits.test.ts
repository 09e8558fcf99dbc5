import supertest from 'supertest';
import { createHttpApp } from '../../../../src/http/create-http-app';
import { ServiceState } from '../../../../src/serving/service-state';
import { colourPng } from '../../../support/colour-png';
import { httpParts } from '../../../support/http-parts';

const b64 = colourPng([200, 30, 30]).toString('base64');
const inferOf = (pictures: number): object => ({
  inputs: [
    {
      name: 'image_bytes',
      shape: [pictures],
      datatype: 'BYTES',
      data: Array<string>(pictures).fill(b64),
    },
  ],
});
const predictOf = (pictures: number): object => ({
  instances: Array<object>(pictures).fill({ b64 }),
});

const DOORS = [
  ['/v2/models/classifier/infer', inferOf],
  ['/v1/models/classifier:predict', predictOf],
] as const;

describe.each(DOORS)('%s', (path, bodyOf) => {
  it('counts for single predictions, and with several pictures for batches too', async () => {
    const parts = httpParts({
      environment: {
        RATE_LIMIT_ENABLED: 'true',
        RATE_LIMIT_PREDICT_PER_MINUTE: '4',
        RATE_LIMIT_BATCH_PER_MINUTE: '1',
      },
    });
    const api = supertest(createHttpApp(parts));
    await api.post(path).send(bodyOf(2)).expect(200);
    const many = await api.post(path).send(bodyOf(2)).expect(429);
    expect(many.body).toEqual({ error: expect.stringContaining('RATE_LIMIT_BATCH_PER_MINUTE') });
    expect(Number(many.get('Retry-After'))).toBeGreaterThan(0);
    await api.post(path).send(bodyOf(1)).expect(200);
    await api.post(path).send(bodyOf(1)).expect(200);
    const one = await api.post(path).send(bodyOf(1)).expect(429);
    expect(one.body).toEqual({ error: expect.stringContaining('RATE_LIMIT_PREDICT_PER_MINUTE') });
    expect(parts.recorded).toHaveLength(4);
  });

  it('is refused while the queue is full, with an error alone', async () => {
    const parts = httpParts({ queuedImages: 256 });
    const answer = await supertest(createHttpApp(parts)).post(path).send(bodyOf(1)).expect(503);
    expect(answer.body).toEqual({ error: expect.any(String) });
    expect(answer.get('Retry-After')).toBe('1');
  });

  it('is refused while the model loads', async () => {
    const state = new ServiceState({ current: undefined });
    const app = createHttpApp({ ...httpParts(), state });
    const answer = await supertest(app).post(path).send(bodyOf(1)).expect(503);
    expect(answer.body).toEqual({ error: expect.any(String) });
  });

  it('tells nothing of an unexpected error', async () => {
    const parts = httpParts({ classify: () => Promise.reject(new Error('/opt/secret is gone')) });
    const answer = await supertest(createHttpApp(parts)).post(path).send(bodyOf(1)).expect(500);
    expect(answer.body).toEqual({ error: expect.not.stringContaining('secret') });
    expect(parts.recorded).toEqual([]);
  });

  it('is refused where a page of another site sends it', async () => {
    await supertest(createHttpApp(httpParts()))
      .post(path)
      .set('Origin', 'https://elsewhere.example')
      .send(bodyOf(1))
      .expect(403);
  });

  it('takes no compressed body', async () => {
    await supertest(createHttpApp(httpParts()))
      .post(path)
      .set('Content-Encoding', 'gzip')
      .send(bodyOf(1))
      .expect(400);
  });

  it('counts in the traffic, each of its pictures', async () => {
    const parts = httpParts();
    const api = supertest(createHttpApp(parts));
    await api.post(path).send(bodyOf(1)).expect(200);
    await api.post(path).send(bodyOf(2)).expect(200);
    const { requests, latencyMs, predictionsPerSecond } = parts.meter.summary(2);
    expect(requests).toBe(2);
    expect(latencyMs).not.toBeNull();
    expect(predictionsPerSecond).toBe(3 / 10);
  });
});

it('probes of the protocols are not counted', async () => {
  const parts = httpParts();
  const api = supertest(createHttpApp(parts));
  await api.get('/v2/health/live').expect(200);
  await api.get('/label-studio/health').expect(200);
  expect(parts.meter.summary(2).requests).toBe(0);
});
