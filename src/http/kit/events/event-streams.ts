import type { Request, Response } from 'express';
import type { Actor } from '../../../auth/actor';
import { HttpError } from '../errors/http-error';
import { clientKey } from '../client-key';
import type { EventStream } from './event-stream';

export interface EventStreamsOptions {
  /** Most streams at once. */
  readonly max: number;
  /** Most of them for one client. */
  readonly maxPerClient: number;
  /** Ends them all; clients reconnect when the service is back. */
  readonly stopSignal: AbortSignal;
  /** Whether what a client has shown to open a stream still holds. */
  readonly stillHolds: (actor: Actor) => Promise<boolean>;
}

/** Proxies close a connection on which nothing passes for a minute. */
const HEARTBEAT_MS = 15_000;
/** A stream outlives what it was opened with by no more than this, and what is remembered of that. */
const CHECK_MS = 1000;
const HEARTBEAT = Buffer.from(': still here\n\n');
/** A client that reads slower than this much falls behind for good; it is to reconnect. */
const MAX_BUFFERED_BYTES = 512 * 1024;

/** The event streams of this process: no more than it can serve beside everything else. */
export class EventStreams {
  readonly #options: EventStreamsOptions;
  readonly #open = new Set<OpenStream>();
  readonly #perClient = new Map<string, number>();
  #heartbeat: NodeJS.Timeout | undefined;
  #check: NodeJS.Timeout | undefined;

  constructor(options: EventStreamsOptions) {
    this.#options = options;
    options.stopSignal.addEventListener('abort', () => {
      for (const stream of this.#open) stream.end();
    });
  }

  /**
   * Turns an answer into a stream of events.
   *
   * @param onClose called once, when the client is gone or the stream has ended
   * @throws {HttpError} TOO_MANY_STREAMS_OF_CLIENT, TOO_MANY_STREAMS, both with `Retry-After`
   */
  open(req: Request, res: Response, onClose?: () => void): EventStream {
    const { max, maxPerClient, stopSignal } = this.#options;
    const client = clientKey(req);
    const count = this.#perClient.get(client) ?? 0;
    if (count >= maxPerClient) {
      throw new HttpError(
        'TOO_MANY_STREAMS_OF_CLIENT',
        `There are ${count} event streams to this client already; MAX_EVENT_STREAMS_PER_CLIENT allows more.`,
      );
    }
    if (this.#open.size >= max) {
      throw new HttpError(
        'TOO_MANY_STREAMS',
        'The service has as many event streams as it can; MAX_EVENT_STREAMS allows more.',
      );
    }
    res.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      // nginx would hold events back until its buffer is full.
      'X-Accel-Buffering': 'no',
    });
    res.flushHeaders();
    const stream = new OpenStream(res, res.locals.actor);
    this.#open.add(stream);
    this.#perClient.set(client, count + 1);
    this.#heartbeat ??= setInterval(() => this.#beat(), HEARTBEAT_MS).unref();
    if (stream.actor !== undefined) {
      this.#check ??= setInterval(() => void this.#endWithoutHold(), CHECK_MS).unref();
    }
    res.once('close', () => {
      this.#forget(stream, client);
      onClose?.();
    });
    if (stopSignal.aborted) stream.end();
    return stream;
  }

  #beat(): void {
    for (const stream of this.#open) stream.write(HEARTBEAT);
  }

  /** Ends the streams of those whose key or session is gone; clients that come back are told why. */
  async #endWithoutHold(): Promise<void> {
    for (const stream of [...this.#open]) {
      const { actor } = stream;
      if (actor === undefined) continue;
      // While the database does not answer, nobody can be revoked either.
      const holds = await this.#options.stillHolds(actor).catch(() => true);
      if (!holds) stream.end();
    }
  }

  #forget(stream: OpenStream, client: string): void {
    this.#open.delete(stream);
    const left = (this.#perClient.get(client) ?? 1) - 1;
    if (left > 0) this.#perClient.set(client, left);
    else this.#perClient.delete(client);
    if (this.#open.size > 0) return;
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
    clearInterval(this.#check);
    this.#check = undefined;
  }
}

class OpenStream implements EventStream {
  readonly #res: Response;

  constructor(
    res: Response,
    /** Who has opened it, where callers have to prove that. */
    readonly actor: Actor | undefined,
  ) {
    this.#res = res;
  }

  get isClosed(): boolean {
    return this.#res.closed || this.#res.writableEnded;
  }

  write(events: string | Buffer): void {
    if (this.isClosed) return;
    if (this.#res.writableLength > MAX_BUFFERED_BYTES) this.#res.destroy();
    else this.#res.write(events);
  }

  end(): void {
    this.#res.end();
  }
}
