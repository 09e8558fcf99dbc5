import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { rmSync, writeFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { rawHttp } from '../support/raw-http';
import { hasNginx, startLoadBalancer, type LoadBalancer } from '../support/load-balancer';

/** In CI it must run; elsewhere it needs nginx on the machine. */
const mayRun = process.env.CI === 'true' || hasNginx();
const describeWithNginx = mayRun ? describe : describe.skip;

/** A stand-in for an instance of the service: it notes what it is asked, and answers its name. */
interface Instance {
  readonly name: string;
  readonly server: Server;
  readonly requests: { readonly url: string; readonly headers: IncomingHttpHeaders }[];
  /** How it answers; by default with its name. */
  answer: RequestListener;
}

async function startInstance(name: string): Promise<Instance> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      instance.requests.push({ url: request.url!, headers: request.headers });
      instance.answer(request, response);
    });
  });
  const instance: Instance = { name, server, requests: [], answer: (_, res) => res.end(name) };
  await listen(instance, 0);
  return instance;
}

async function listen({ server }: Instance, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

async function stop({ server }: Instance): Promise<void> {
  if (!server.listening) return;
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

const portsOf = (all: readonly Instance[]): number[] =>
  all.map(({ server }) => (server.address() as AddressInfo).port);

/** The value when it has stopped changing for a fifth of a second. */
async function settled(value: () => number): Promise<number> {
  let last = value();
  for (let same = 0; same < 10;) {
    await delay(20);
    same = value() === last ? same + 1 : 0;
    last = value();
  }
  return last;
}

let instances: Instance[] = [];
let balancer: LoadBalancer | undefined;

beforeEach(async () => {
  if (!mayRun) return;
  instances = [await startInstance('one'), await startInstance('two')];
  balancer = await startLoadBalancer(portsOf(instances));
});
afterEach(async () => {
  await balancer?.stop();
  balancer = undefined;
  for (const instance of instances) await stop(instance);
});

const TO_PREDICT = 'POST /api/predict HTTP/1.1\r\nHost: x\r\n';
const ask = (path = '/', options?: RequestInit): Promise<Response> =>
  fetch(balancer!.url + path, options);
const allRequests = (): Instance['requests'] => instances.flatMap(({ requests }) => requests);

describeWithNginx('the load balancer', () => {
  it('asks one instance after the other', async () => {
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push(await (await ask()).text());
    expect(new Set(answers)).toEqual(new Set(['one', 'two']));
  });

  it('goes on with the others when an instance has gone', async () => {
    await stop(instances[0]!);
    for (let i = 0; i < 6; i++) expect(await (await ask()).text()).toBe('two');
  });

  it('says in the service’s own words that no instance is there', async () => {
    for (const instance of instances) await stop(instance);
    const response = await ask('/api/health');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    const requestId = response.headers.get('x-request-id');
    expect(requestId).toMatch(/^[0-9a-f]{32}$/);
    expect(await response.json()).toEqual({
      error: 'No instance of the service answers.',
      code: 'UNAVAILABLE',
      request_id: requestId,
    });
  });

  it.each([
    ['an upload, which would be saved twice, to no other instance', '/api/upload/training-data', 1],
    ['a prediction to one other instance', '/api/predict', 2],
  ])('sends %s when the first breaks off', async (_what, path, tries) => {
    for (const instance of instances) instance.answer = (request) => request.socket.destroy();
    const response = await ask(path, { method: 'POST', body: 'an image' });
    expect(response.status).toBe(503);
    expect(allRequests()).toHaveLength(tries);
  });

  it('names the client behind whatever the client claims to be', async () => {
    await ask('/', { headers: { 'x-forwarded-for': '203.0.113.7' } });
    const [{ headers }] = allRequests() as [Instance['requests'][number]];
    expect(headers['x-forwarded-for']).toBe('203.0.113.7, 127.0.0.1');
    expect(headers['x-forwarded-proto']).toBe('http');
    expect(headers.host).toBe(new URL(balancer!.url).host);
  });

  it('passes on no name that a client only claims', async () => {
    await ask('/', { headers: { 'x-forwarded-host': 'evil.example' } });
    const [{ headers }] = allRequests() as [Instance['requests'][number]];
    expect(headers['x-forwarded-host']).toBeUndefined();
  });

  it.each([
    ['an image', '/api/predict', 16, 18],
    ['training data', '/api/upload/training-data', 68, 521],
    ['the form of Data', '/data', 68, 521],
    ['what is no upload', '/api/models/one/promote', 1, 3],
  ])('has the limit of %s above that of the service', async (_what, path, passes, refused) => {
    const MIB = 1024 * 1024;
    const body = new Uint8Array(passes * MIB);
    expect((await ask(path, { method: 'POST', body })).status).toBe(200);
    // The length is enough to be refused by, without a body of it.
    const answer = await rawHttp(Number(new URL(balancer!.url).port), [
      `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${String(refused * MIB)}\r\n\r\n`,
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/\r\nContent-Security-Policy: default-src 'none'/);
    expect(answer).toMatch(/\r\nX-Content-Type-Options: nosniff\r\n/);
  });

  it('sends an upload on as it comes: how long it may take is up to the service', async () => {
    const arrived = new Promise<string>((resolve) => {
      for (const { server } of instances) {
        server.once('request', (req) => req.once('data', (part) => resolve(String(part))));
      }
    });
    const socket = connect(Number(new URL(balancer!.url).port), '127.0.0.1');
    socket.write(
      'POST /api/upload/training-data HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf',
    );
    expect(await arrived).toBe('half');
    socket.destroy();
  });

  it('bounds the requests of a client that are under way, and lets health through', async () => {
    const held: ServerResponse[] = [];
    let all: () => void = () => undefined;
    const whenAll = new Promise<void>((resolve) => (all = resolve));
    for (const instance of instances) {
      instance.answer = (req, res) => {
        if (req.url === '/api/health') res.end('fine');
        else if (held.push(res) === 100) all();
      };
    }
    const waiting = Array.from({ length: 100 }, () => ask('/api/overview/events'));
    await whenAll;
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(await refused.json()).toMatchObject({ code: 'TOO_MANY_CONNECTIONS' });
    expect(await (await ask('/api/health')).text()).toBe('fine');
    for (const res of held) res.end();
    for (const answer of await Promise.all(waiting)) expect(answer.status).toBe(200);
  });

  it('lets the largest batch pass, and refuses more in the service’s own words', async () => {
    const upload = (sizeBytes: number): Promise<Response> =>
      ask('/api/predict/batch', { method: 'POST', body: new Uint8Array(sizeBytes) });
    expect((await upload(64 * 1024 * 1024 + 100_000)).status).toBe(200);
    const response = await upload(67 * 1024 * 1024);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: 'UPLOAD_TOO_LARGE' });
  });

  it('writes no body and no answer to a file, whatever their size', async () => {
    for (const folder of balancer!.spoolFolders) {
      rmSync(folder, { recursive: true });
      writeFileSync(folder, 'no folder, so that no file can be made in it');
    }
    const answer = new Uint8Array(8 * 1024 * 1024);
    for (const instance of instances) instance.answer = (_, res) => res.end(answer);
    for (const sizeBytes of [10, 900_000, 999_999, 1_000_000, 16 * 1024 * 1024]) {
      const response = await ask('/api/predict', {
        method: 'POST',
        body: new Uint8Array(sizeBytes),
      });
      expect(response.status).toBe(200);
      expect((await response.arrayBuffer()).byteLength).toBe(answer.length);
    }
  });

  it('takes from the service no more of a download than its client reads', async () => {
    const MIB = 1024 * 1024;
    const part = Buffer.alloc(MIB);
    const ofParts = 128;
    let sent = 0;
    for (const instance of instances) {
      instance.answer = (_, res) => {
        const send = (): void => {
          if (sent === ofParts) res.end();
          else
            res.write(part, () => {
              sent++;
              send();
            });
        };
        send();
      };
    }
    const response = await ask('/api/predictions/export');
    expect(await settled(() => sent)).toBeLessThan(ofParts);
    expect((await response.arrayBuffer()).byteLength).toBe(ofParts * MIB);
  });

  it('sends a large picture on as it comes, and a small one once it is whole', async () => {
    const port = Number(new URL(balancer!.url).port);
    const begin = (lengthBytes: number): ReturnType<typeof connect> => {
      const socket = connect(port, '127.0.0.1');
      socket.write(
        `POST /api/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${lengthBytes}\r\n\r\nhalf`,
      );
      return socket;
    };
    const arrived = new Promise<string | undefined>((resolve) => {
      for (const { server } of instances) {
        server.once('request', (req) => resolve(req.headers['content-length']));
      }
    });
    const small = begin(999_999);
    const large = begin(1_000_000);
    expect(await arrived).toBe('1000000');
    small.destroy();
    large.destroy();
  });

  it('bounds the pictures of a client that it holds in memory', async () => {
    const held: ServerResponse[] = [];
    let all: () => void = () => undefined;
    const whenAll = new Promise<void>((resolve) => (all = resolve));
    for (const instance of instances) {
      instance.answer = (_, res) => {
        if (held.push(res) === 64) all();
      };
    }
    const predict = (): Promise<Response> => ask('/api/predict', { method: 'POST', body: 'image' });
    const waiting = Array.from({ length: 64 }, predict);
    await whenAll;
    const refused = await predict();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(await refused.json()).toMatchObject({ code: 'TOO_MANY_CONNECTIONS' });
    for (const res of held) res.end();
    for (const answer of await Promise.all(waiting)) expect(answer.status).toBe(200);
  });

  it('says of a large prediction, too, that no instance is there', async () => {
    for (const instance of instances) await stop(instance);
    const body = new Uint8Array(2_000_000);
    const response = await ask('/api/predict', { method: 'POST', body });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('says in the service’s own words that it cannot take a request on', async () => {
    await balancer!.stop();
    // Enough for the connection of a client, and for none to an instance.
    balancer = await startLoadBalancer(portsOf(instances), (configuration) =>
      configuration
        .replace('worker_processes auto', 'worker_processes 1')
        .replace('worker_connections 4096', 'worker_connections 3'),
    );
    const response = await ask();
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(await response.json()).toMatchObject({
      error: expect.stringMatching(/^The load balancer cannot take the request on now/) as string,
      code: 'UNAVAILABLE',
    });
  });

  it.each([
    ['a line that is no request', 'nonsense\r\n\r\n', 400, 'BAD_REQUEST'],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400, 'BAD_REQUEST'],
    ['a path out of the root', 'GET /../x HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'BAD_REQUEST'],
    ['a length in words', `${TO_PREDICT}Content-Length: ten\r\n\r\n`, 400, 'BAD_REQUEST'],
    [
      'a part of no length',
      `${TO_PREDICT}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
      400,
      'BAD_REQUEST',
    ],
    ['another encoding', `${TO_PREDICT}Transfer-Encoding: gzip\r\n\r\n`, 501, 'BAD_REQUEST'],
    ['another HTTP', 'GET / HTTP/9.1\r\nHost: x\r\n\r\n', 505, 'BAD_REQUEST'],
    ['TRACE', 'TRACE / HTTP/1.1\r\nHost: x\r\n\r\n', 405, 'METHOD_NOT_ALLOWED'],
    ['a long URL', `GET /${'x'.repeat(40_000)} HTTP/1.1\r\n\r\n`, 414, 'URL_TOO_LONG'],
    [
      'a long header',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
      431,
      'HEADERS_TOO_LARGE',
    ],
    [
      'the name of its own answer',
      'GET /load-balancer-refusal HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      404,
      'NOT_FOUND',
    ],
  ])('refuses %s in the shape of the service', async (_, request, status, code) => {
    const answer = await rawHttp(Number(new URL(balancer!.url).port), [request]);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head).toMatch(/\r\nContent-Type: application\/json/);
    expect(head).toMatch(/\r\nContent-Security-Policy: default-src 'none'/);
    const requestId = /\r\nX-Request-Id: (\w+)/.exec(head)?.[1];
    expect(JSON.parse(body)).toEqual({
      error: expect.stringMatching(/^[A-Z].*\.$/) as string,
      code,
      request_id: requestId,
    });
    expect(allRequests()).toEqual([]);
  });

  it('leaves the service’s errors as they are', async () => {
    for (const instance of instances) {
      instance.answer = (_, res) => res.writeHead(504, { 'x-request-id': 'r1' }).end('{}');
    }
    const response = await ask();
    expect(response.status).toBe(504);
    expect(await response.text()).toBe('{}');
  });

  it('passes each event of a job on as it comes', async () => {
    let finish: () => void = () => undefined;
    for (const instance of instances) {
      instance.answer = (_, res) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' });
        res.write('data: first\n\n');
        finish = () => res.end('data: last\n\n');
      };
    }
    const response = await ask('/api/jobs/1/events');
    const events = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await events.read()).value).toBe('data: first\n\n');
    finish();
    expect((await events.read()).value).toBe('data: last\n\n');
  });

  it('keeps its connections to the instances', async () => {
    let connections = 0;
    for (const { server } of instances) server.on('connection', () => connections++);
    for (let i = 0; i < 40; i++) await (await ask()).text();
    expect(connections).toBeLessThan(40);
  });
});
