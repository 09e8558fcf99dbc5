import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import supertest from 'supertest';
import { createHttpApp } from '../../../src/http/create-http-app';
import { errorAnswerSchema } from '../../../src/http/kit/errors/error-schema';
import {
  healthAnswerSchema,
  readinessAnswerSchema,
} from '../../../src/http/api/operation/health-schema';
import { ServiceState, type Problem } from '../../../src/serving/service-state';
import { ClosedError, DeadlineError, QueueFullError } from '../../../src/inference/errors';
import { httpParts } from '../../support/http-parts';
import { colourPng } from '../../support/colour-png';

const image = colourPng([200, 30, 30]);

describe('errors of the classifier', () => {
  it.each([
    [new QueueFullError('2 images wait'), 503, 'QUEUE_FULL', '1'],
    [new ClosedError(), 503, 'SHUTTING_DOWN', '1'],
    [new DeadlineError('10000 ms'), 504, 'DEADLINE_EXCEEDED', undefined],
    [new Error('/opt/model.onnx is gone'), 500, 'INTERNAL_ERROR', undefined],
  ])('answers %s with %i %s', async (error, status, code, retryAfter) => {
    const parts = httpParts({ classify: () => Promise.reject(error) });
    for (const route of ['/api/predict', '/api/predict/batch']) {
      const answer = await supertest(createHttpApp(parts))
        .post(route)
        .attach(route === '/api/predict' ? 'file' : 'files', image, 'a.png');
      expect(answer.status).toBe(status);
      expect(errorAnswerSchema.parse(answer.body).code).toBe(code);
      expect(answer.get('Retry-After')).toBe(retryAfter);
      expect(answer.text).not.toContain('/opt');
    }
    expect(parts.recorded).toEqual([]);
  });
});

describe('an unexpected error', () => {
  it('tells the client nothing but the request id, and the log everything', async () => {
    const parts = httpParts();
    const answer = await supertest(createHttpApp(parts)).get('/api/statistics').expect(500);
    const { code, request_id } = errorAnswerSchema.parse(answer.body);
    expect(code).toBe('INTERNAL_ERROR');
    expect(answer.text).not.toMatch(/secret|sqlite|\bat /);
    expect(parts.logger.lines).toContainEqual({
      level: 'error',
      message: 'request failed',
      fields: {
        request_id,
        error: expect.objectContaining({ message: expect.stringContaining('history.sqlite') }),
      },
    });
  });
});

describe('a client that goes away', () => {
  it('aborts its classification and records nothing', async () => {
    let aborted: () => void = () => undefined;
    const whenAborted = new Promise<void>((resolve) => (aborted = resolve));
    let begun: () => void = () => undefined;
    const whenBegun = new Promise<void>((resolve) => (begun = resolve));
    const parts = httpParts({
      classify: (_images, signal) =>
        new Promise((_resolve, reject) => {
          signal!.addEventListener('abort', () => {
            aborted();
            reject(signal!.reason as Error);
          });
          begun();
        }),
    });
    const server = createHttpApp(parts).listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = httpRequest({
      port,
      method: 'POST',
      path: '/api/predict',
      headers: { 'Content-Type': 'image/png' },
    });
    client.on('error', () => undefined);
    client.end(image);
    await whenBegun;
    client.destroy();
    await whenAborted;
    await new Promise((resolve) => server.close(resolve));

    expect(parts.recorded).toEqual([]);
    expect(parts.logger.lines).toContainEqual(
      expect.objectContaining({
        level: 'info',
        message: 'request',
        fields: expect.objectContaining({ status: 499, route: '/api/predict' }),
      }),
    );
    expect(parts.logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('the state of the service', () => {
  it('answers 503 while the model loads, before it reads an upload', async () => {
    const api = supertest(
      createHttpApp({ ...httpParts(), state: new ServiceState({ current: undefined }) }),
    );
    const predict = await api.post('/api/predict').attach('file', image, 'a.png').expect(503);
    expect(errorAnswerSchema.parse(predict.body).code).toBe('MODEL_LOADING');
    expect(predict.get('Retry-After')).toBe('2');
    await api.get('/api/model/info').expect(503);
    await api.get('/api/health/live').expect(200, { live: true });
    await api.get('/api/health/ready').expect(503, { ready: false, status: 'loading' });
    const health = await api.get('/api/health').expect(503);
    expect(health.body).toMatchObject({ status: 'loading', model_loaded: false });
  });

  it.each([
    [true, 200],
    [false, 503],
  ])(
    'is not ready while a check finds a problem, and says which (predictions answered: %s)',
    async (answersPredictions, status) => {
      const parts = httpParts();
      let problem: Problem | undefined = {
        code: 'HISTORY_READ_ONLY',
        message: 'The history takes no more.',
        answersPredictions,
      };
      const state = new ServiceState(parts.active, [() => undefined, () => problem]);
      const api = supertest(createHttpApp({ ...parts, state }));
      const ready = await api.get('/api/health/ready').expect(503);
      expect(readinessAnswerSchema.parse(ready.body)).toEqual({
        ready: false,
        status: 'degraded',
        problems: [{ code: 'HISTORY_READ_ONLY', message: 'The history takes no more.' }],
      });
      const health = await api.get('/api/health').expect(status);
      expect(healthAnswerSchema.parse(health.body).status).toBe('degraded');
      await api.get('/api/health/live').expect(200);
      problem = undefined;
      await api.get('/api/health/ready').expect(200, { ready: true, status: 'healthy' });
    },
  );

  it('is not ready once it stops, and still answers', async () => {
    const parts = httpParts();
    const api = supertest(createHttpApp(parts));
    await api.get('/api/health/ready').expect(200, { ready: true, status: 'healthy' });
    parts.state.beginStop();
    await api.get('/api/health/ready').expect(503, { ready: false, status: 'stopping' });
    await api.post('/api/predict').attach('file', image, 'a.png').expect(200);
  });

  it('counts its uptime from its start', async () => {
    const { body } = await supertest(createHttpApp(httpParts())).get('/api/model/uptime');
    expect(body).toEqual({
      start_time: '2026-01-01T00:00:00.000Z',
      current_time: '2026-01-01T01:30:00.000Z',
      uptime_seconds: 5400,
      uptime_minutes: 90,
      uptime_hours: 1.5,
      is_retraining: false,
    });
  });
});

describe('a request id', () => {
  it.each(['abc-123', 'A.b_c', 'x'.repeat(128)])('is taken from the caller: %s', async (id) => {
    const parts = httpParts();
    const answer = await supertest(createHttpApp(parts))
      .get('/api/nothing')
      .set('X-Request-Id', id);
    expect(answer.get('X-Request-Id')).toBe(id);
    expect(errorAnswerSchema.parse(answer.body).request_id).toBe(id);
    expect(parts.logger.lines.map(({ fields }) => fields.request_id)).toContain(id);
  });

  it.each(['two words', 'a/b', '', 'x'.repeat(129), '{"a":1}'])(
    'is made where the caller gives %j',
    async (id) => {
      const api = supertest(createHttpApp(httpParts()));
      const answer = await api.get('/api/health').set('X-Request-Id', id);
      expect(answer.get('X-Request-Id')).toBe('id-0');
    },
  );
});

describe('the request log', () => {
  it('has one line a request, with the pattern of the route and no query', async () => {
    const parts = httpParts();
    await supertest(createHttpApp(parts)).get('/api/predictions/some-id?token=secret');
    const lines = parts.logger.lines.filter(({ message }) => message === 'request');
    expect(lines).toEqual([
      {
        level: 'info',
        message: 'request',
        fields: {
          method: 'GET',
          route: '/api/predictions/:id',
          status: 404,
          duration_ms: expect.any(Number),
          request_id: 'id-0',
          client_ip: expect.stringMatching(/127\.0\.0\.1$/),
        },
      },
    ]);
  });

  it('has the files of the pages as details only', async () => {
    const parts = httpParts();
    const api = supertest(createHttpApp(parts));
    await api.get('/vendor/uplot/uPlot.min.css').expect(200);
    await api.get('/vendor/uplot/nothing.css').expect(404);
    const lines = parts.logger.lines.filter(({ message }) => message === 'request');
    expect(lines.map(({ level, fields }) => [level, fields.route])).toEqual([
      ['debug', 'file'],
      ['info', 'unmatched'],
    ]);
  });

  it.each([
    ['0', /127\.0\.0\.1$/],
    ['1', /^203\.0\.113\.7$/],
  ])('believes X-Forwarded-For as TRUST_PROXY=%s says', async (TRUST_PROXY, expected) => {
    const parts = httpParts({ environment: { TRUST_PROXY } });
    await supertest(createHttpApp(parts))
      .get('/api/health')
      .set('X-Forwarded-For', '198.51.100.1, 203.0.113.7');
    expect(parts.logger.lines[0]?.fields.client_ip).toMatch(expected);
  });

  it('is quiet about probes', async () => {
    const parts = httpParts();
    await supertest(createHttpApp(parts)).get('/api/health/live');
    expect(parts.logger.lines.map(({ level }) => level)).toEqual(['debug']);
  });
});

describe('assets', () => {
  it('are revalidated by their ETag, and never listed', async () => {
    const assets = mkdtempSync(path.join(tmpdir(), 'assets-'));
    writeFileSync(path.join(assets, 'page.js'), 'export const a = 1;\n');
    writeFileSync(path.join(assets, '.secret'), 'no');
    const api = supertest(
      createHttpApp({ ...httpParts(), folders: { views: '/nowhere', assets } }),
    );
    const first = await api.get('/page.js').expect(200);
    expect(first.get('Content-Type')).toMatch(/^text\/javascript/);
    expect(first.get('Cache-Control')).toBe('no-cache');
    await api.get('/page.js').set('If-None-Match', first.get('ETag')!).expect(304);
    await api.get('/.secret').expect(404);
    rmSync(assets, { recursive: true });
  });
});
