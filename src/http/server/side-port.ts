import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListenError } from './listen-error';

/** A port beside that of the service. */
export interface SidePort {
  /** @throws {ListenError} when the port cannot be had */
  listen(): Promise<void>;
  close(): void;
}

export interface SidePortOptions {
  readonly server: Server;
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly maxConnections: number;
  /** Told the port that it has got. */
  readonly onListening: (port: number) => void;
}

/** Whoever comes asks at once and leaves; nobody has a reason to hold a connection. */
const TIMEOUT_MS = 10_000;

/** Has a server listen on a port of its own, for requests that are short. */
export function sidePort(options: SidePortOptions): SidePort {
  const { server, host, port, maxConnections, onListening } = options;
  server.headersTimeout = TIMEOUT_MS;
  server.requestTimeout = TIMEOUT_MS;
  server.maxConnections = maxConnections;
  return {
    async listen() {
      onListening(await listenOn(server, host, port));
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * @returns the port that it has got
 * @throws {ListenError} when the port cannot be had
 */
export async function listenOn(server: Server, host: string, port: number): Promise<number> {
  server.listen({ port, host });
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new ListenError(host, port, cause);
  }
  return (server.address() as AddressInfo).port;
}
