import { Server, type ServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TlsPair } from './tls-files';

/** Where the server's certificate comes from, and what replaces it. */
export interface CertificateSource {
  readonly options: TlsPair['options'];
  readonly asksClients: boolean;
  onRenewal(listener: (options: TlsPair['options']) => void): void;
}

export interface TlsServerOptions {
  /** The options in the form that an HTTP server takes. */
  readonly http: ServerOptions;
  readonly certificate: CertificateSource;
  /** Longest a handshake may take, in milliseconds. */
  readonly handshakeTimeoutMs: number;
  /** What a client is sent that speaks plain HTTP, as it goes over the wire. */
  readonly plainHttpAnswer: () => string;
}

/**
 * An HTTPS server that knows the TCP connection below each of its TLS connections, so that what
 * counts and ends connections does so from their first byte, handshakes included. A new
 * certificate is shown from the next handshake on; connections that are open stay.
 */
export class TlsServer extends Server {
  /** Connections whose handshake is not finished, by both their ends. */
  readonly #inHandshake = new Map<string, Socket>();
  readonly #below = new WeakMap<Duplex, Socket>();

  constructor({ http, certificate, handshakeTimeoutMs, plainHttpAnswer }: TlsServerOptions) {
    super({
      ...http,
      ...certificate.options,
      handshakeTimeout: handshakeTimeoutMs,
      requestCert: certificate.asksClients,
      rejectUnauthorized: certificate.asksClients,
    });
    certificate.onRenewal((options) => this.setSecureContext(options));
    this.on('connection', (socket: Socket) => this.#begin(socket));
    this.on('secureConnection', (socket) => this.#finish(socket));
    // Before Node's own listener, which closes the connection.
    this.prependListener('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
      if (error.code !== 'ERR_SSL_HTTP_REQUEST') return;
      this.#inHandshake.get(endsOf(socket))?.write(plainHttpAnswer());
    });
  }

  /** Whether the handshake is finished, so that the client understands what it is sent. */
  isEstablished(socket: Duplex): boolean {
    return this.#below.has(socket);
  }

  /** The TCP connection that carries a TLS connection. */
  connectionOf(socket: Socket): Socket {
    return this.#below.get(socket) ?? socket;
  }

  /** Node's own knows those alone whose handshake is finished. */
  override closeAllConnections(): void {
    super.closeAllConnections();
    for (const socket of this.#inHandshake.values()) socket.destroy();
  }

  #begin(socket: Socket): void {
    const ends = endsOf(socket);
    this.#inHandshake.set(ends, socket);
    socket.once('close', () => {
      if (this.#inHandshake.get(ends) === socket) this.#inHandshake.delete(ends);
    });
  }

  #finish(socket: Socket): void {
    const ends = endsOf(socket);
    const below = this.#inHandshake.get(ends);
    if (below === undefined) return;
    this.#inHandshake.delete(ends);
    this.#below.set(socket, below);
  }
}

/** No two open connections have the same: Node does not tell what a TLS connection is carried by. */
function endsOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return [remoteAddress, remotePort, localAddress, localPort].join(' ');
}
