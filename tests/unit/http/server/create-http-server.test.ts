import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { errorAnswerSchema } from '../../../../src/http/kit/errors/error-schema';
import {
  createHttpServer,
  type HttpServerOptions,
} from '../../../../src/http/server/create-http-server';
import { certificateSource, testCertificate } from '../../../support/certificates';
import { recordingLogger, type RecordingLogger } from '../../../support/recording-logger';

const LONG_MS = 600_000;

const certificate = testCertificate();

let isSecure: boolean;
let server: Server;
let log: RecordingLogger;
/** The service's ends of the connections, in the order in which they were opened. */
let sockets: Socket[];
let clients: Socket[];

async function start(
  handler: RequestListener,
  options: Partial<HttpServerOptions> = {},
): Promise<void> {
  log = recordingLogger();
  sockets = [];
  clients = [];
  server = createHttpServer({
    handler,
    requestTimeoutMs: LONG_MS,
    maxConnections: 1000,
    newId: () => 'an-id',
    logger: log,
    monotonicMs: () => 0,
    patience: { lingerMs: 50, stallMs: LONG_MS },
    ...(isSecure && { certificate: certificateSource(certificate) }),
    ...options,
  });
  server.on('connection', (socket: Socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

afterEach(async () => {
  for (const client of clients) client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** A client that never closes its end, and reads only where it is told to. */
function begin(text = ''): Socket {
  const { port } = server.address() as AddressInfo;
  const to = { port, host: '127.0.0.1', allowHalfOpen: true };
  const client = isSecure
    ? connectTls({ ...to, ca: certificate.cert, servername: 'localhost' })
    : connect(to);
  client.on('error', () => undefined);
  clients.push(client);
  if (text !== '') client.write(text);
  return client;
}

/** The same, once it is connected. */
async function open(text = ''): Promise<Socket> {
  const client = begin();
  await once(client, isSecure ? 'secureConnect' : 'connect');
  if (text !== '') client.write(text);
  return client;
}

/** What the client gets until the service ends its side. */
async function answerTo(client: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  client.on('data', (chunk) => chunks.push(chunk));
  await once(client, 'end');
  return Buffer.concat(chunks).toString();
}

async function closed(socket: Socket): Promise<void> {
  if (!socket.destroyed) await once(socket, 'close');
}

function bodyOf(answer: string): ReturnType<typeof errorAnswerSchema.parse> {
  return errorAnswerSchema.parse(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))));
}

const GET = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const POST = (bytes: number): string =>
  `POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${String(bytes)}\r\n\r\n`;

describe.each([
  ['plain HTTP', false],
  ['HTTPS', true],
])('over %s', (_what, secure) => {
  beforeEach(() => void (isSecure = secure));

  describe('a connection whose client keeps its end open', () => {
    it.each([
      ['says nothing', ''],
      ['stops in the headers', 'GET / HTTP/1.1\r\nHost: '],
      ['stops in the body', `${POST(100)}half`],
    ])('is told 408 and destroyed when it %s', async (_what, text) => {
      await start((req) => req.resume(), { requestTimeoutMs: 50 });
      const answer = await answerTo(await open(text));
      expect(answer).toMatch(/^HTTP\/1.1 408 /);
      expect(bodyOf(answer)).toMatchObject({ code: 'REQUEST_TIMEOUT', request_id: 'an-id' });
      await closed(sockets[0]!);
    });

    it.each([
      [400, 'BAD_REQUEST', 'no HTTP at all\r\n\r\n'],
      [431, 'HEADERS_TOO_LARGE', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
    ])('is told %i and destroyed, with the security headers', async (status, code, text) => {
      await start((_req, res) => res.end());
      const answer = await answerTo(await open(text));
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${String(status)} `));
      expect(bodyOf(answer).code).toBe(code);
      for (const header of ['content-security-policy: ', 'x-content-type-options: nosniff']) {
        expect(answer.toLowerCase()).toContain(header);
      }
      await closed(sockets[0]!);
    });

    it('gets nothing more where an answer has begun', async () => {
      await start(
        (req, res) => {
          req.resume();
          res.writeHead(200, { 'Content-Length': '10' }).write('half');
        },
        { requestTimeoutMs: 50 },
      );
      const answer = await answerTo(await open(`${POST(100)}half`));
      expect(answer).toMatch(/^HTTP\/1.1 200 /);
      expect(answer).not.toContain('408');
      await closed(sockets[0]!);
    });
  });

  describe('an upload that is refused', () => {
    const refuse: RequestListener = (_req, res) => {
      res.writeHead(413, { 'Content-Length': '2' }).end('no');
    };

    it('is not waited for when the rest does not come', async () => {
      await start(refuse);
      const client = await open(`${POST(1_000_000_000)}a little`);
      expect(await answerTo(client)).toMatch(/413/);
      await closed(sockets[0]!);
    });

    it('leaves the connection to be used again when the rest comes', async () => {
      await start(refuse);
      const client = await open(POST(5_000_000));
      await once(client, 'data');
      client.write(Buffer.alloc(5_000_000));
      client.write(GET('/again'));
      const [second] = (await once(client, 'data')) as [Buffer];
      expect(second.toString()).toMatch(/^HTTP\/1.1 413/);
      expect(sockets).toHaveLength(1);
    });

    it('leaves nothing behind on the connection', async () => {
      const listeners: number[] = [];
      await start((req, res) => {
        listeners.push(req.socket.listenerCount('close'));
        refuse(req, res);
      });
      const client = await open();
      for (let i = 0; i < 4; i++) {
        client.write(POST(10));
        await once(client, 'data');
        client.write(Buffer.alloc(10));
      }
      expect(listeners.slice(1)).toEqual(Array(3).fill(listeners[0]));
    });
  });

  describe('an answer', () => {
    it('that nobody reads is given up', async () => {
      await start((_req, res) => res.end(Buffer.alloc(64 * 1024 * 1024)), {
        patience: { lingerMs: 50, stallMs: 50 },
      });
      const client = await open(GET('/large'));
      client.pause();
      await once(server, 'timeout');
      await closed(sockets[0]!);
    });

    it('that takes long to work out is waited for', async () => {
      await start((_req, res) => void server.once('timeout', () => res.end('at last')), {
        patience: { lingerMs: 50, stallMs: 50 },
      });
      const [chunk] = (await once(await open(GET('/slow')), 'data')) as [Buffer];
      expect(chunk.toString()).toMatch(/at last/);
    });
  });

  describe('more connections than there may be', () => {
    const answers: RequestListener = (_req, res) => res.end('fine');
    const text = async (path: string): Promise<string> => {
      const client = await open(GET(path));
      const [chunk] = (await once(client, 'data')) as [Buffer];
      return chunk.toString();
    };

    it('are told so, but for those who ask after health', async () => {
      await start(answers, { maxConnections: 2, patience: { lingerMs: 60_000 } });
      await open();
      await open();
      const refused = await text('/api/predict');
      expect(refused).toMatch(/^HTTP\/1.1 503 .*\r\n/);
      expect(refused).toMatch(/\r\nRetry-After: 5\r\n/i);
      expect(bodyOf(refused).code).toBe('TOO_MANY_CONNECTIONS');
      expect(await text('/api/health')).toMatch(/^HTTP\/1.1 200 /);
      expect(await text('/api/health/ready?x')).toMatch(/^HTTP\/1.1 200 /);
      expect(await text('/api/healthy')).toMatch(/^HTTP\/1.1 503 /);
      expect(log.lines.filter(({ level }) => level === 'warn')).toEqual([
        expect.objectContaining({
          message: expect.stringContaining('as many connections') as string,
          fields: { connections: 3, limit: 2, variable: 'MAX_CONNECTIONS' },
        }),
      ]);
    });

    it('take the place of idle ones', async () => {
      await start(answers, { maxConnections: 2 });
      expect(await text('/one')).toMatch(/200/);
      expect(await text('/two')).toMatch(/200/);
      expect(await text('/three')).toMatch(/200/);
      await closed(sockets[0]!);
      await closed(sockets[1]!);
    });

    it('are closed when they do not say what they want', async () => {
      await start(answers, { maxConnections: 1 });
      await open();
      begin('GET / HT');
      await once(server, 'connection');
      await closed(sockets[1]!);
      expect(sockets[0]!.destroyed).toBe(false);
    });

    it('are not taken at all far beyond the limit', async () => {
      await start(answers, { maxConnections: 1, patience: { lingerMs: 60_000 } });
      for (let i = 0; i < 33; i += 1) await open();
      const dropped = begin(GET('/api/health')).resume();
      await new Promise((resolve) => dropped.once('end', resolve).once('close', resolve));
      expect(dropped.bytesRead).toBe(0);
    });
  });
});
