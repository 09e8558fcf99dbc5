import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { Socket } from 'node:net';
import type { Configuration } from '../../config/load';
import type { Logger } from '../../observability/logger';
import { isForPrograms } from '../access/program-paths';
import { HttpError } from '../kit/errors/http-error';
import { SECURITY_HEADERS } from '../middleware/security-headers';
import { answerBrokenRequest } from './answer-broken-request';
import { rawAnswer } from './raw-answer';
import { sidePort, type SidePort } from './side-port';

export interface RedirectPortOptions {
  readonly config: Pick<Configuration, 'HTTP_REDIRECT_PORT' | 'HOST'>;
  /** The port of the service, which speaks TLS; asked once it listens. */
  readonly securePort: () => number;
  readonly newId: () => string;
  readonly logger: Logger;
}

const LINGER_MS = 1000;
const MAX_CONNECTIONS = 256;
const HTTPS_PORT = 443;
const USE_HTTPS =
  'This port is not encrypted: send this to the address with https://, and replace a key or password that came here.';

/**
 * Leads browsers that open a page to the same page with https. Whatever programs ask for is refused
 * instead: a client that follows redirects by itself would send its key unencrypted each time, and
 * nobody would notice.
 *
 * @returns undefined where there is no such port
 */
export function openRedirectPort({
  config: { HTTP_REDIRECT_PORT: port, HOST: host },
  securePort,
  newId,
  logger,
}: RedirectPortOptions): SidePort | undefined {
  if (port === undefined) return undefined;
  const server = createServer({ requireHostHeader: false }, redirecting(securePort, newId));
  const isDeaf = (socket: unknown): boolean => socket instanceof Socket && socket.bytesWritten > 0;
  server.on('clientError', answerBrokenRequest({ newId, lingerMs: LINGER_MS, isDeaf }));
  return sidePort({
    server,
    host,
    port,
    maxConnections: MAX_CONNECTIONS,
    onListening(actual) {
      logger.info('a port without TLS leads to https', { host, port: actual });
    },
  });
}

function redirecting(securePort: () => number, newId: () => string): RequestListener {
  return (req, res) => {
    const target = secureAddress(req, securePort());
    if (target instanceof HttpError) {
      const { status, headers, body } = rawAnswer(target, newId());
      res.writeHead(status, headers).end(body);
      return;
    }
    // It may not be kept: without TLS, anybody on the way can have written it.
    const headers = { Location: target, 'Cache-Control': 'no-store', 'Content-Length': '0' };
    res.writeHead(308, { ...SECURITY_HEADERS, ...headers, Connection: 'close' }).end();
  };
}

/** @returns where the same page is with https, or why it is not said */
function secureAddress(req: IncomingMessage, port: number): string | HttpError {
  const { method = '', url = '' } = req;
  const isPage = (method === 'GET' || method === 'HEAD') && url.startsWith('/');
  if (!isPage || isForPrograms(url.split('?')[0]!)) return new HttpError('BAD_REQUEST', USE_HTTPS);
  const name = nameOf(req);
  if (name === undefined) return new HttpError('BAD_REQUEST', 'A request names one host.');
  return `https://${name}${port === HTTPS_PORT ? '' : `:${port}`}${url}`;
}

/** The name of the host that was asked for, without a port; undefined where it is none. */
function nameOf(req: IncomingMessage): string | undefined {
  const [given, ...others] = req.headersDistinct.host ?? [];
  if (given === undefined || others.length > 0) return undefined;
  return /^([\w.-]{1,253}|\[[\da-f:.]{2,45}\])(:\d{1,5})?$/i.exec(given)?.[1];
}
