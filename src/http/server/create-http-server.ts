import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from '../../observability/logger';
import { HttpError } from '../kit/errors/http-error';
import { answerBrokenRequest } from './answer-broken-request';
import { ConnectionLimit } from './connection-limit';
import { endRefusedUpload } from './end-refused-uploads';
import { asHttp, rawAnswer } from './raw-answer';
import { tlsHeaders } from './tls/tls-headers';
import { TlsServer, type CertificateSource } from './tls/tls-server';

export interface HttpServerOptions {
  readonly handler: RequestListener;
  /** Longest a client may take to send its whole request. */
  readonly requestTimeoutMs: number;
  /** Most connections at once. */
  readonly maxConnections: number;
  readonly newId: () => string;
  readonly logger: Logger;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
  readonly patience?: Partial<Patience>;
  /** Default: none, and plain HTTP. */
  readonly certificate?: CertificateSource;
}

/** How long clients may take for what should be over soon. */
export interface Patience {
  /** To read an error and to close the connection, in milliseconds. Default: 2 s. */
  readonly lingerMs: number;
  /** To take the next part of an answer, in milliseconds. Default: 30 s. */
  readonly stallMs: number;
  /** The time that a client has to agree on TLS, in milliseconds. Default: 15 s. */
  readonly handshakeMs: number;
}

const MAX_HEADER_BYTES = 16 * 1024;
const HEADERS_TIMEOUT_MS = 15_000;
/** Longer than the 60 s of common load balancers, so that it is they who close. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const CHECK_INTERVAL_MS = 5000;
const PATIENCE: Patience = { lingerMs: 2000, stallMs: 30_000, handshakeMs: 15_000 };
/** A modem's rate: who sends the rest of an unwanted upload more slowly is not awaited. */
const LEAST_BYTES_PER_SECOND = 32 * 1024;
const PLAIN_HTTP = 'This port speaks TLS: the address begins with https://.';

/**
 * A server that no client can hold open by sending slowly, by not reading, or by staying. With a
 * certificate it speaks HTTPS, with the same bounds, which then begin before the handshake.
 */
export function createHttpServer({
  handler,
  requestTimeoutMs,
  maxConnections,
  newId,
  logger,
  monotonicMs,
  patience,
  certificate,
}: HttpServerOptions): Server {
  const { lingerMs, stallMs, handshakeMs } = { ...PATIENCE, ...patience };
  const options = {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: Math.min(HEADERS_TIMEOUT_MS, requestTimeoutMs),
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    connectionsCheckingInterval: Math.min(CHECK_INTERVAL_MS, requestTimeoutMs),
    // The application says in its own words that a request names no host.
    requireHostHeader: false,
  };
  const tls =
    certificate &&
    new TlsServer({
      http: options,
      certificate,
      handshakeTimeoutMs: handshakeMs,
      plainHttpAnswer: () => asHttp(rawAnswer(new HttpError('BAD_REQUEST', PLAIN_HTTP), newId())),
    });
  const server: Server = tls ?? createServer(options);
  const limit = new ConnectionLimit(server, {
    max: maxConnections,
    graceMs: lingerMs,
    connectionOf: (socket) => tls?.connectionOf(socket) ?? socket,
    newId,
    logger,
    monotonicMs,
  });
  const answers = new WeakMap<Duplex, ServerResponse>();
  const refusedUploads = {
    checkMs: lingerMs,
    leastBytes: (LEAST_BYTES_PER_SECOND * lingerMs) / 1000,
  };

  server.on('request', (req, res) => {
    answers.set(req.socket, res);
    if (tls !== undefined) res.setHeaders(tlsHeaders(req));
    endRefusedUpload(req, res, refusedUploads);
    if (!limit.refuses(req, res)) handler(req, res);
  });
  server.on(
    'clientError',
    answerBrokenRequest({
      newId,
      lingerMs,
      isDeaf(socket) {
        if (tls?.isEstablished(socket) === false) return true;
        const answer = answers.get(socket);
        return answer !== undefined && answer.headersSent && !answer.writableFinished;
      },
    }),
  );
  // A connection on which nothing has passed in either direction. An answer that takes long to
  // work out is waited for; one that the client does not take is not.
  server.setTimeout(stallMs, (socket) => {
    const answer = answers.get(socket);
    const isWorking = answer !== undefined && !answer.closed;
    if (!isWorking || socket.writableLength > 0) socket.destroy();
  });
  return server;
}
