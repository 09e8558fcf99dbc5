import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import supertest from 'supertest';
import { createHttpApp } from '../../../../src/http/create-http-app';
import { shedLoad } from '../../../../src/http/middleware/shed-load';
import { QueueFullError } from '../../../../src/inference/errors';
import { ServiceState } from '../../../../src/serving/service-state';
import { colourPng } from '../../../support/colour-png';
import { httpParts } from '../../../support/http-parts';
import { oneVersion } from '../../../support/one-version';

const image = colourPng([200, 30, 30]);
/** The middleware looks at neither the request nor the answer. */
const NOBODY = undefined as never;

describe('shedding load', () => {
  it('lets requests through while there is room, without a wait', async () => {
    const state = new ServiceState(oneVersion({ queuedImages: 7 }));
    const wait = jest.fn<Promise<void>, []>();
    const next = jest.fn();
    await shedLoad({ state, maxQueueSize: 8, wait })(NOBODY, NOBODY, next);
    expect(next).toHaveBeenCalledWith();
    expect(wait).not.toHaveBeenCalled();
  });

  it('holds a refusal back, so that asking again at once does not pay', async () => {
    const state = new ServiceState(oneVersion({ queuedImages: 8 }));
    let waited: () => void = () => undefined;
    const wait = jest.fn(() => new Promise<void>((resolve) => (waited = resolve)));
    const next = jest.fn();
    const refused = shedLoad({ state, maxQueueSize: 8, wait })(NOBODY, NOBODY, next);
    let isOver = false;
    void Promise.resolve(refused).catch(() => (isOver = true));
    await Promise.resolve();
    expect(isOver).toBe(false);
    waited();
    await expect(refused).rejects.toThrow(QueueFullError);
    expect(next).not.toHaveBeenCalled();
  });

  it('answers 503 on both routes, decodes nothing, and records nothing', async () => {
    const parts = httpParts({
      queuedImages: 8,
      environment: { MAX_QUEUE_SIZE: '8', MAX_BATCH_FILES: '8' },
      classify: () => Promise.reject(new Error('it was asked')),
    });
    const api = supertest(createHttpApp(parts));
    for (const [route, field] of [
      ['/api/predict', 'file'],
      ['/api/predict/batch', 'files'],
    ] as const) {
      const answer = await api.post(route).attach(field, image, 'a.png').expect(503);
      expect(answer.body).toMatchObject({ code: 'QUEUE_FULL' });
      expect(answer.get('Retry-After')).toBe('1');
    }
    expect(parts.recorded).toEqual([]);
  });

  it('leaves the connection usable, whatever of an upload it did not read', async () => {
    const parts = httpParts({
      queuedImages: 8,
      environment: { MAX_QUEUE_SIZE: '8', MAX_BATCH_FILES: '8' },
    });
    const server = createHttpApp(parts).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = async (method: string, path: string, body?: Buffer): Promise<number> => {
      const asked = request({
        agent,
        method,
        path,
        port: (server.address() as AddressInfo).port,
        headers: body && { 'Content-Type': 'image/png', 'Content-Length': body.length },
      });
      asked.end(body);
      const [answer] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
      answer.resume();
      await once(answer, 'end');
      return answer.statusCode!;
    };
    try {
      expect(await ask('POST', '/api/predict', Buffer.alloc(2_000_000))).toBe(503);
      expect(await ask('GET', '/api/health/live')).toBe(200);
    } finally {
      agent.destroy();
      server.close();
    }
  });
});
