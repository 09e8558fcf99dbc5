import type { Response } from 'express';

/** An answer that goes on: server-sent events (WHATWG HTML, section 9.2). */
export interface EventStream {
  /**
   * @param data is sent as JSON
   * @param id what a reconnecting client says it has seen last, as `Last-Event-ID`
   */
  send(event: string, data: unknown, id?: string): void;
  /** The client need not come back. */
  end(): void;
  /** Whether the client is gone, or the stream has ended. */
  readonly isClosed: boolean;
}

/** Proxies close a connection on which nothing passes for a minute. */
const HEARTBEAT_MS = 15_000;
/** A client that reads slower than this much falls behind for good; it is to reconnect. */
const MAX_BUFFERED_BYTES = 1024 * 1024;

export interface EventStreamOptions {
  /** Ends the stream; the client reconnects when the service is back. */
  readonly stopSignal: AbortSignal;
  /** Called once, when the client is gone or the stream has ended. */
  readonly onClose?: () => void;
}

/** Turns an answer into a stream of events. */
export function openEventStream(
  res: Response,
  { stopSignal, onClose }: EventStreamOptions,
): EventStream {
  res.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    // nginx would hold events back until its buffer is full.
    'X-Accel-Buffering': 'no',
  });
  res.flushHeaders();
  const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
  heartbeat.unref();
  let isClosed = false;
  res.once('close', () => {
    isClosed = true;
    clearInterval(heartbeat);
    stopSignal.removeEventListener('abort', end);
    onClose?.();
  });
  stopSignal.addEventListener('abort', end);
  if (stopSignal.aborted) end();

  function end(): void {
    res.end();
  }

  function write(text: string): void {
    if (isClosed) return;
    if (res.writableLength > MAX_BUFFERED_BYTES) res.destroy();
    else res.write(text);
  }

  return {
    send(event, data, id) {
      const idLine = id === undefined ? '' : `id: ${id}\n`;
      write(`${idLine}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    end,
    get isClosed() {
      return isClosed;
    },
  };
}
