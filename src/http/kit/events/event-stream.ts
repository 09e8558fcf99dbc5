/** An answer that goes on: server-sent events (WHATWG HTML, section 9.2). */
export interface EventStream {
  /** @param events as {@link eventText} spells them; a buffer may be shared by many streams */
  write(events: string | Buffer): void;
  /** The client need not come back. */
  end(): void;
  /** Whether the client is gone, or the stream has ended. */
  readonly isClosed: boolean;
}

/**
 * One event, as it goes over the wire.
 *
 * @param data is sent as JSON
 * @param id what a reconnecting client says it has seen last, as `Last-Event-ID`
 */
export function eventText(event: string, data: unknown, id?: string): string {
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  return `${idLine}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** What a client that reconnects by itself says it has seen last. */
export function lastEventId(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}
