import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from '../../observability/logger';
import { HttpError } from '../kit/errors/http-error';
import { rawAnswer } from './raw-answer';

export interface ConnectionLimitOptions {
  /** Most connections at once. */
  readonly max: number;
  /** How long a connection beyond that may take to say what it wants. */
  readonly graceMs: number;
  /** The connection, as the server announced it, that a request came on. */
  readonly connectionOf: (socket: Socket) => Socket;
  readonly newId: () => string;
  readonly logger: Logger;
  readonly monotonicMs: () => number;
}

/** Connections beyond the limit that are looked at: whoever asks after health is answered. */
export const HEALTH_RESERVE = 32;
const HEALTH = /^\/api\/health(?:[/?]|$)/i;
const SAID_EVERY_MS = 60_000;

/**
 * Bounds the connections of a server. Beyond the limit idle ones make room first; then newcomers
 * are told 503, but for questions after health, so that a flood of clients does not make the
 * service look dead; far beyond it they are closed at once. The log says so once a minute.
 */
export class ConnectionLimit {
  readonly #options: ConnectionLimitOptions;
  readonly #beyond = new WeakSet<Socket>();
  readonly #asked = new WeakSet<Socket>();
  #open = 0;
  #saidAtMs = -Infinity;

  constructor(server: Server, options: ConnectionLimitOptions) {
    this.#options = options;
    server.maxConnections = options.max + HEALTH_RESERVE;
    server.on('connection', (socket: Socket) => this.#add(server, socket));
    server.on('drop', () => this.#say());
  }

  /** Answers a request of a connection beyond the limit, unless it asks after health. */
  refuses(req: IncomingMessage, res: ServerResponse): boolean {
    const { url = '' } = req;
    const socket = this.#options.connectionOf(req.socket);
    this.#asked.add(socket);
    if (!this.#beyond.has(socket) || this.#open <= this.#options.max || HEALTH.test(url)) {
      return false;
    }
    const error = new HttpError(
      'TOO_MANY_CONNECTIONS',
      'The service has as many connections as it can; try again shortly.',
    );
    const { status, headers, body } = rawAnswer(error, this.#options.newId());
    res.writeHead(status, headers).end(body);
    return true;
  }

  #add(server: Server, socket: Socket): void {
    const { max, graceMs } = this.#options;
    this.#open += 1;
    socket.once('close', () => (this.#open -= 1));
    if (this.#open <= max) return;
    this.#say();
    // Clients open them again when they have something to ask.
    server.closeIdleConnections();
    this.#beyond.add(socket);
    const timer = setTimeout(() => {
      if (!this.#asked.has(socket)) socket.destroy();
    }, graceMs).unref();
    socket.once('close', () => clearTimeout(timer));
  }

  #say(): void {
    const { logger, max, monotonicMs } = this.#options;
    const nowMs = monotonicMs();
    if (nowMs - this.#saidAtMs < SAID_EVERY_MS) return;
    this.#saidAtMs = nowMs;
    logger.warn('as many connections as there may be are open; new ones are turned away', {
      connections: this.#open,
      limit: max,
      variable: 'MAX_CONNECTIONS',
    });
  }
}
