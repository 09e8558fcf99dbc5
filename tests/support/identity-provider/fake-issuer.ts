import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jose, type CryptoKey, type JWTPayload } from '../../../src/auth/oidc/libraries';

interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

export interface TokenWishes {
  readonly header?: Readonly<Record<string, unknown>>;
  /** Claims beside those that a right token has; undefined leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Default: the issuer's own key. */
  readonly key?: SigningKey;
}

/** An issuer that signs whatever a test wants, and counts how often its keys are read. */
export class FakeIssuer {
  readonly #server: Server;
  readonly issuer: string;
  keys: SigningKey[];
  keyRequests = 0;
  /** Whether it is in trouble. */
  isDown = false;
  /** What the next code is exchanged for. */
  idToken: string | undefined;

  private constructor(server: Server, issuer: string, keys: SigningKey[]) {
    this.#server = server;
    this.issuer = issuer;
    this.keys = keys;
    server.on('request', (req, res) => {
      const answer = (status: number, body: unknown): void =>
        void res
          .writeHead(status, { 'content-type': 'application/json' })
          .end(JSON.stringify(body));
      if (req.url === '/jwks') this.keyRequests += 1;
      if (this.isDown) answer(500, {});
      else if (req.url === '/jwks') void this.#jwks().then((body) => answer(200, body));
      else if (req.url === '/token') {
        answer(200, { access_token: 'any', token_type: 'Bearer', id_token: this.idToken });
      } else if (req.url === '/.well-known/openid-configuration') answer(200, this.#metadata());
      else answer(404, {});
    });
  }

  static async start(): Promise<FakeIssuer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return new FakeIssuer(server, issuer, [await FakeIssuer.newKey('first')]);
  }

  static async newKey(kid: string, alg = 'RS256'): Promise<SigningKey> {
    const pair = await (await jose()).generateKeyPair(alg, { extractable: true });
    return { kid, alg, ...pair };
  }

  /** A token for `urn:images` of a member of `robots`, right but for what is wished. */
  accessToken({ header, claims, key }: TokenWishes = {}): Promise<string> {
    return this.#sign(
      { typ: 'at+jwt', ...header },
      { aud: 'urn:images', sub: 'robot', client_id: 'robot', groups: ['robots'], ...claims },
      key,
    );
  }

  /** An ID token for `service` of a member of `robots`, right but for what is wished. */
  idTokenFor(nonce: string, { header, claims, key }: TokenWishes = {}): Promise<string> {
    return this.#sign(
      { ...header },
      { aud: 'service', sub: 'ada', nonce, groups: ['robots'], ...claims },
      key,
    );
  }

  /** The public key as those who mix up kinds of keys would use it. */
  async publicKeyText(): Promise<string> {
    return (await jose()).exportSPKI(this.keys[0]!.publicKey);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #sign(
    header: Readonly<Record<string, unknown>>,
    claims: Readonly<Record<string, unknown>>,
    key = this.keys[0]!,
  ): Promise<string> {
    const nowS = Math.floor(Date.now() / 1000);
    const payload: JWTPayload = { iss: this.issuer, iat: nowS, exp: nowS + 600, ...claims };
    const { SignJWT } = await jose();
    return new SignJWT(payload)
      .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
      .sign(key.privateKey);
  }

  async #jwks(): Promise<unknown> {
    const { exportJWK } = await jose();
    return {
      keys: await Promise.all(
        this.keys.map(async ({ kid, alg, publicKey }) => ({
          ...(await exportJWK(publicKey)),
          kid,
          alg,
          use: 'sig',
        })),
      ),
    };
  }

  #metadata(): unknown {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'ES256', 'PS256', 'EdDSA', 'HS256', 'none'],
    };
  }
}
