import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a made-up hub treats a file. */
export interface HubManners {
  /** Sends so many bytes of the first request for the file and hangs up. */
  readonly breaksOffAfter?: number;
  readonly ignoresRanges?: boolean;
  /** Where it redirects to, instead of its own other host. */
  readonly redirectsTo?: string;
  /** The SHA-256 that it announces, instead of the right one. */
  readonly announces?: string | null;
  readonly status?: number;
}

export interface Asked {
  readonly host: string;
  readonly path: string;
  readonly token: string | undefined;
  readonly range: string | undefined;
}

export interface HubServer {
  /** What HF_ENDPOINT is set to. */
  readonly endpoint: string;
  readonly asked: Asked[];
  readonly close: () => Promise<void>;
}

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const DELIVERY = '/delivery/';

/**
 * A hub on a free local port: it redirects from `127.0.0.1` to `localhost` for the bytes, as the real
 * one does to another host.
 *
 * @param files by their paths: `owner/name/resolve/main/model.onnx`
 */
export async function serveHub(
  files: Readonly<Record<string, Uint8Array>>,
  manners: HubManners = {},
): Promise<HubServer> {
  const asked: Asked[] = [];
  let deliveries = 0;
  const server = createServer((request, response) => {
    const { headers, url = '' } = request;
    asked.push({
      host: headers.host?.split(':')[0] ?? '',
      path: url,
      token: headers.authorization,
      range: headers.range,
    });
    const name = decodeURIComponent(url.replace(DELIVERY, '').replace(/^\//, ''));
    const content = Object.entries(files).find(([path]) => path === name)?.[1];
    if (content === undefined) response.writeHead(404).end();
    else if (!url.startsWith(DELIVERY)) redirect(request, response, name, content, manners);
    else
      deliver(
        request,
        response,
        content,
        deliveries++ === 0 ? manners : { ...manners, breaksOffAfter: undefined },
      );
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function redirect(
  { headers }: IncomingMessage,
  response: ServerResponse,
  name: string,
  content: Uint8Array,
  { redirectsTo, announces, status }: HubManners,
): void {
  if (status !== undefined) {
    response.writeHead(status).end();
    return;
  }
  const hash =
    announces === undefined ? createHash('sha256').update(content).digest('hex') : announces;
  const port = headers.host?.split(':')[1] ?? '';
  response
    .writeHead(302, {
      location: redirectsTo ?? `http://localhost:${port}${DELIVERY}${name}`,
      'x-repo-commit': COMMIT,
      ...(hash !== null && { 'x-linked-etag': `"${hash}"` }),
    })
    .end();
}

function deliver(
  { headers }: IncomingMessage,
  response: ServerResponse,
  content: Uint8Array,
  {
    breaksOffAfter,
    ignoresRanges,
  }: { breaksOffAfter?: number | undefined; ignoresRanges?: boolean },
): void {
  const wanted = /^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1];
  const start = wanted === undefined || ignoresRanges === true ? 0 : Number(wanted);
  const body = content.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    etag: '"edition"',
    'content-length': body.length,
    ...(start > 0 && { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` }),
  });
  if (breaksOffAfter === undefined) response.end(body);
  // Only when it has gone out: what is still in the buffer is lost with the connection.
  else
    response.write(body.subarray(0, breaksOffAfter), () =>
      setTimeout(() => response.destroy(), 200),
    );
}
