import { once } from 'node:events';
import type { Server } from 'node:http';
import { Agent, request, type RequestOptions } from 'node:https';
import type { IncomingMessage, RequestListener } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { text } from 'node:stream/consumers';
import {
  createHttpServer,
  type HttpServerOptions,
} from '../../../../../src/http/server/create-http-server';
import { drainServer } from '../../../../../src/http/server/drain-server';
import type { CertificateSource } from '../../../../../src/http/server/tls/tls-server';
import {
  certificateSource,
  testCertificate,
  type TestCertificate,
} from '../../../../support/certificates';
import { rawHttp } from '../../../../support/raw-http';
import { recordingLogger } from '../../../../support/recording-logger';

const first = testCertificate();

let server: Server;
let clients: Socket[];
let agent: Agent;
/** Has the server show another certificate. */
let renew: (pair: TestCertificate) => void;

beforeEach(() => {
  clients = [];
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
});
afterEach(async () => {
  agent.destroy();
  for (const client of clients) client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function start(
  options: Partial<HttpServerOptions> = {},
  source: Partial<CertificateSource> = {},
): Promise<void> {
  server = createHttpServer({
    handler: (_req, res) => void res.end('fine'),
    requestTimeoutMs: 600_000,
    maxConnections: 1000,
    newId: () => 'an-id',
    logger: recordingLogger(),
    monotonicMs: () => 0,
    certificate: {
      ...certificateSource(first),
      onRenewal(listener) {
        renew = ({ cert, key }) => listener({ cert, key, minVersion: 'TLSv1.2' });
      },
      ...source,
    },
    ...options,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

const portOf = (): number => (server.address() as AddressInfo).port;

interface Answer {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly socket: Socket;
}

/** @param trusted the only certificate that the client accepts */
async function get(trusted: TestCertificate, options: RequestOptions = {}): Promise<Answer> {
  const req = request({
    host: '127.0.0.1',
    port: portOf(),
    servername: 'localhost',
    ca: trusted.cert,
    ...options,
  }).end();
  const [res] = (await once(req, 'response')) as [IncomingMessage];
  return { headers: res.headers, body: await text(res), socket: res.socket };
}

/** A client's connection, without a request; resolves or rejects when the handshake does. */
async function handshake(options: ConnectionOptions): Promise<TLSSocket> {
  const client = connectTls({
    host: '127.0.0.1',
    port: portOf(),
    servername: 'localhost',
    ca: first.cert,
    ...options,
  });
  clients.push(client);
  await once(client, 'secureConnect');
  return client;
}

describe('a server with a certificate', () => {
  it('answers over TLS', async () => {
    await start();
    const { body, socket } = await get(first, { agent: false });
    expect(body).toBe('fine');
    expect(socket).toHaveProperty('authorized', true);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('speaks %s', async (version) => {
    await start();
    const client = await handshake({ minVersion: version, maxVersion: version });
    expect(client.getProtocol()).toBe(version);
  });

  it.each(['TLSv1', 'TLSv1.1'] as const)('refuses %s', async (version) => {
    await start();
    // What this client would still speak, so that it is the server that refuses.
    const old = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };
    await expect(handshake(old)).rejects.toMatchObject({
      code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    });
  });

  it('has browsers keep to TLS, but for this machine alone', async () => {
    await start();
    const elsewhere = await get(first, { agent: false, headers: { Host: 'models.lan:5000' } });
    expect(elsewhere.headers).toMatchObject({
      'strict-transport-security': 'max-age=31536000',
      'cross-origin-opener-policy': 'same-origin',
    });
    for (const Host of ['localhost:5000', '127.0.0.1:5000']) {
      const here = await get(first, { agent: false, headers: { Host } });
      expect(here.headers).not.toHaveProperty('strict-transport-security');
      expect(here.headers).toHaveProperty('cross-origin-opener-policy', 'same-origin');
    }
  });

  it('tells who speaks plain HTTP what to do', async () => {
    await start();
    const answer = await rawHttp(portOf(), ['GET / HTTP/1.1\r\nHost: localhost\r\n\r\n']);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toEqual({
      error: 'This port speaks TLS: the address begins with https://.',
      code: 'BAD_REQUEST',
      request_id: 'an-id',
    });
    // It would be wrong to promise TLS to whoever does not come over it.
    expect(answer.toLowerCase()).not.toContain('strict-transport-security');
  });

  it('closes the connection of who speaks something else', async () => {
    await start();
    const answer = await rawHttp(portOf(), [Buffer.alloc(100, 7)]);
    expect(answer).not.toContain('HTTP');
  });

  it('gives up a handshake that does not come', async () => {
    await start({ patience: { handshakeMs: 50 } });
    expect(await rawHttp(portOf(), [])).toBe('');
  });
});

describe('a certificate that is renewed', () => {
  it('is shown to new connections, while open ones stay', async () => {
    await start();
    const before = await get(first, { agent });
    const second = testCertificate();
    renew(second);
    const after = await get(first, { agent });
    expect(after.body).toBe('fine');
    expect(after.socket).toBe(before.socket);
    expect((await get(second, { agent: false })).body).toBe('fine');
    await expect(get(first, { agent: false })).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });

  it('cuts off no answer that is under way', async () => {
    let finish = (): void => undefined;
    const handler: RequestListener = (_req, res) => {
      res.write('one ');
      finish = () => void res.end('two');
    };
    await start({ handler });
    const answer = get(first, { agent: false });
    await once(server, 'request');
    renew(testCertificate());
    finish();
    expect((await answer).body).toBe('one two');
  });

  it('may have the key of the one before', async () => {
    await start();
    const second = testCertificate({ key: first.key });
    renew(second);
    expect((await get(second, { agent: false })).body).toBe('fine');
  });
});

describe('clients that need a certificate', () => {
  const authority = testCertificate({ name: 'our clients' });

  beforeEach(() =>
    start(
      {},
      {
        options: { ...certificateSource(first).options, ca: [authority.cert] },
        asksClients: true,
      },
    ),
  );

  it('are let in with one of their authority', async () => {
    const client = testCertificate({ name: 'camera', issuer: authority });
    expect((await get(first, { agent: false, ...client })).body).toBe('fine');
  });

  it.each([
    ['none', {}],
    ['one of their own', testCertificate({ name: 'camera' })],
    [
      'one that has expired',
      testCertificate({
        name: 'camera',
        issuer: authority,
        validUntil: new Date(Date.now() - 1000),
      }),
    ],
    [
      'one of another authority of the same name',
      testCertificate({ name: 'camera', issuer: testCertificate({ name: 'our clients' }) }),
    ],
  ])('are not let in with %s', async (_what, client) => {
    let requests = 0;
    server.on('request', () => (requests += 1));
    await expect(get(first, { agent: false, ...client })).rejects.toBeInstanceOf(Error);
    expect(requests).toBe(0);
  });
});

describe('a server that stops', () => {
  it('finishes what is under way, and cuts off handshakes that take too long', async () => {
    let finish = (): void => undefined;
    await start({ handler: (_req, res) => void (finish = () => void res.end('in time')) });
    const answer = get(first, { agent: false });
    await once(server, 'request');
    const silent = connect({ port: portOf(), host: '127.0.0.1' });
    clients.push(silent);
    await once(server, 'connection');
    const isCut = once(silent, 'close');
    const stopped = drainServer(server, 300);
    finish();
    expect((await answer).body).toBe('in time');
    expect(await stopped).toBe(false);
    await isCut;
  });
});
