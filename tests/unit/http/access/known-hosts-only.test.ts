import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import supertest from 'supertest';
import { createHttpApp } from '../../../../src/http/create-http-app';
import { errorAnswerSchema } from '../../../../src/http/kit/errors/error-schema';
import { httpParts } from '../../../support/http-parts';
import { rawHttp } from '../../../support/raw-http';

const apiWith = (environment: Record<string, string> = {}): ReturnType<typeof supertest> =>
  supertest(createHttpApp(httpParts({ environment })));

describe('a request for a name', () => {
  it.each([
    '127.0.0.1:5000',
    '[::1]:5000',
    'localhost',
    'LocalHost.:5000',
    'models',
    'models.local:5000',
    'models.lan',
    'a.internal',
    hostname(),
  ])('that no stranger can own is answered: %s', async (host) => {
    await apiWith().get('/api/health').set('Host', host).expect(200);
  });

  it('of a stranger is refused on every route, and the answer says how to allow it', async () => {
    const api = apiWith();
    for (const path of ['/api/health', '/api/logs', '/system', '/js/api.js', '/nothing']) {
      const answer = await api
        .get(path)
        .set('Host', 'rebind.evil.example:5000')
        .set('Accept', 'application/json')
        .expect(421);
      const { code, error } = errorAnswerSchema.parse(answer.body);
      expect(code).toBe('UNKNOWN_HOST');
      expect(error).toBe(
        'This service does not know the name rebind.evil.example; to use it, start the service with ALLOWED_HOSTS=rebind.evil.example.',
      );
    }
    await api
      .post('/models/rollback')
      .set('Host', 'rebind.evil.example')
      .set('Origin', 'http://rebind.evil.example')
      .set('Sec-Fetch-Site', 'same-origin')
      .expect(421);
  });

  it('that is none is not repeated', async () => {
    const answer = await apiWith().get('/api/health').set('Host', '<b>.example').expect(421);
    expect(errorAnswerSchema.parse(answer.body).error).not.toContain('<b>');
  });

  it('that is allowed is answered, in any case and with any port', async () => {
    const api = apiWith({ ALLOWED_HOSTS: 'models.example.org' });
    await api.get('/api/health').set('Host', 'Models.Example.org:8443').expect(200);
    await api.get('/api/health').set('Host', 'example.org').expect(421);
  });

  it('is answered whatever it is where every name is allowed', async () => {
    const api = apiWith({ ALLOWED_HOSTS: '*' });
    await api.get('/api/health').set('Host', 'any.example').expect(200);
  });
});

describe('a name that a proxy passes on', () => {
  const ask = (
    api: ReturnType<typeof supertest>,
    host: string,
    forwarded: string,
  ): ReturnType<typeof api.get> =>
    api.get('/api/health').set('Host', host).set('X-Forwarded-Host', forwarded);

  it('counts behind a trusted proxy, beside that of the request itself', async () => {
    const api = apiWith({ TRUST_PROXY: '1', ALLOWED_HOSTS: 'models.example.org' });
    await ask(api, 'app:5000', 'models.example.org').expect(200);
    await ask(api, 'app:5000', 'evil.example').expect(421);
    await ask(api, 'evil.example', 'localhost').expect(421);
    await ask(api, 'app:5000', 'localhost, evil.example').expect(421);
  });

  it('means nothing where no proxy is trusted', async () => {
    const api = apiWith();
    await ask(api, 'localhost', 'evil.example').expect(200);
    await ask(api, 'evil.example', 'localhost').expect(421);
  });
});

describe('the number of names', () => {
  it.each([
    ['two', 'HTTP/1.1', 'Host: localhost\r\nHost: evil.example\r\n', 400],
    ['two in HTTP/1.0', 'HTTP/1.0', 'Host: localhost\r\nHost: localhost\r\n', 400],
    ['none', 'HTTP/1.1', '', 400],
    ['none in HTTP/1.0', 'HTTP/1.0', '', 200],
  ])('may not be %s', async (_what, version, header, status) => {
    const server = createHttpApp(httpParts()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const request = `GET /api/health ${version}\r\n${header}Connection: close\r\n\r\n`;
    expect(await rawHttp(port, [request])).toMatch(new RegExp(`^HTTP/1.1 ${String(status)} `));
    await new Promise((resolve) => server.close(resolve));
  });
});
