import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { issuerRequest } from '../../../../src/auth/oidc/issuer-request';
import { IssuerUnreachableError } from '../../../../src/auth/oidc/oidc-errors';

let server: Server;
let url: string;
let answer: RequestListener;
let requests = 0;

beforeAll(async () => {
  server = createServer((req, res) => {
    requests += 1;
    answer(req, res);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});
beforeEach(() => {
  requests = 0;
});

const get = { method: 'GET', headers: {} };

describe('a request to the identity provider', () => {
  it('goes in clear to this machine alone, and only where the provider is here', async () => {
    answer = (_req, res) => void res.end('{}');
    const local = issuerRequest(new URL(url));
    expect((await local(url, get)).status).toBe(200);
    for (const [issuer, address] of [
      [url, 'http://example.org/token'],
      [url, 'ftp://127.0.0.1/token'],
      ['https://login.example.org', url],
    ] as const) {
      const refused = issuerRequest(new URL(issuer))(address, get);
      await expect(refused).rejects.toThrow(/nothing is sent in clear/);
    }
    expect(requests).toBe(1);
  });

  it('follows no redirect', async () => {
    answer = (_req, res) => void res.writeHead(302, { location: `${url}/elsewhere` }).end();
    expect((await issuerRequest(new URL(url))(url, get)).status).toBe(302);
    expect(requests).toBe(1);
  });

  it('takes no endless answer', async () => {
    answer = (_req, res) => {
      const more = (): void => void res.write('x'.repeat(65_536), more);
      res.on('close', () => res.destroy());
      more();
    };
    await expect(issuerRequest(new URL(url))(url, get)).rejects.toThrow(IssuerUnreachableError);
  });

  it('is in vain when the provider is in trouble, or hangs up', async () => {
    answer = (_req, res) => void res.writeHead(503).end();
    await expect(issuerRequest(new URL(url))(url, get)).rejects.toThrow(/answers with 503/);
    answer = (req) => void req.socket.destroy();
    await expect(issuerRequest(new URL(url))(url, get)).rejects.toThrow(IssuerUnreachableError);
  });

  it('ends when it is told to', async () => {
    answer = () => undefined;
    const signal = AbortSignal.abort();
    await expect(issuerRequest(new URL(url))(url, { ...get, signal })).rejects.toThrow(
      IssuerUnreachableError,
    );
  });
});
