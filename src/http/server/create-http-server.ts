import { createServer, type RequestListener, type Server } from 'node:http';
import { answerBrokenRequest } from './answer-broken-request';

export interface HttpServerOptions {
  readonly handler: RequestListener;
  /** Longest a client may take to send its whole request. */
  readonly requestTimeoutMs: number;
  readonly newId: () => string;
}

const MAX_HEADER_BYTES = 16 * 1024;
const HEADERS_TIMEOUT_MS = 15_000;
/** Longer than the 60 s of common load balancers, so that it is they who close. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const CHECK_INTERVAL_MS = 5000;

/** A server that no client can hold open by sending slowly. */
export function createHttpServer({ handler, requestTimeoutMs, newId }: HttpServerOptions): Server {
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: Math.min(HEADERS_TIMEOUT_MS, requestTimeoutMs),
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      connectionsCheckingInterval: Math.min(CHECK_INTERVAL_MS, requestTimeoutMs),
      requireHostHeader: true,
    },
    handler,
  );
  server.on('clientError', answerBrokenRequest({ newId }));
  return server;
}
