import {
  openIdClient,
  type ClientAuth,
  type ClientConfiguration,
  type JSONWebKeySet,
  type OpenIdClient,
} from './libraries';
import type { IssuerRequest } from './issuer-request';
import { IssuerUnreachableError } from './oidc-errors';
import type { OidcSettings } from './oidc-settings';

export interface IssuerOptions {
  readonly settings: OidcSettings;
  readonly request: IssuerRequest;
  /** Milliseconds from any fixed moment. */
  readonly monotonicMs: () => number;
}

/** What the provider says of itself counts for so long. */
const MAX_AGE_MS = 10 * 60_000;
/** After it did not answer, it is left alone for so long. */
const PAUSE_MS = 5000;
/** A sign-in looks first whether the provider is there; who comes soon after does not. */
export const FRESH_MS = 30_000;

/**
 * What an identity provider says of itself: its addresses, and the keys it signs with. It is read when it
 * is needed, so that the service starts without the provider and finds it later.
 */
export class Issuer {
  readonly #options: IssuerOptions;
  #latest: { readonly configuration: ClientConfiguration; readonly atMs: number } | undefined;
  #failure: { readonly error: unknown; readonly atMs: number } | undefined;
  #reading: Promise<ClientConfiguration> | undefined;

  constructor(options: IssuerOptions) {
    this.#options = options;
  }

  /**
   * @param maxAgeMs how old it may be; where it is older and the provider does not answer, it is an error
   * @throws {IssuerUnreachableError}
   */
  async configuration(maxAgeMs: number): Promise<ClientConfiguration> {
    const nowMs = this.#options.monotonicMs();
    if (this.#latest !== undefined && nowMs - this.#latest.atMs <= maxAgeMs) {
      return this.#latest.configuration;
    }
    if (this.#failure !== undefined && nowMs - this.#failure.atMs < PAUSE_MS) {
      throw unreachable(this.#failure.error);
    }
    this.#reading ??= this.#read(nowMs).finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  /** Like {@link configuration}, and gives an old one where the provider does not answer. */
  async lastConfiguration(): Promise<ClientConfiguration> {
    try {
      return await this.configuration(MAX_AGE_MS);
    } catch (error) {
      if (this.#latest === undefined) throw error;
      return this.#latest.configuration;
    }
  }

  /**
   * Reads the keys that the provider signs with.
   *
   * @throws {IssuerUnreachableError}
   */
  async readKeys(): Promise<JSONWebKeySet> {
    const { jwks_uri: address } = (await this.lastConfiguration()).serverMetadata();
    if (address === undefined) throw new IssuerUnreachableError('it names no keys');
    const answer = await this.#options.request(address, {
      method: 'GET',
      headers: { accept: 'application/json' },
    });
    if (answer.status !== 200) {
      throw new IssuerUnreachableError(`its keys are answered with ${answer.status}`);
    }
    return (await answer.json().catch(unusable)) as JSONWebKeySet;
  }

  async #read(nowMs: number): Promise<ClientConfiguration> {
    const { settings, request } = this.#options;
    const { issuer, client } = settings;
    const library = await openIdClient();
    try {
      const configuration = await library.discovery(
        issuer,
        // Nothing is asked of the provider by this name where nobody signs in there.
        client?.id ?? 'none',
        undefined,
        client?.secret === undefined ? library.None() : secretSender(library, client.secret),
        {
          [library.customFetch]: request,
          // eslint-disable-next-line @typescript-eslint/no-deprecated -- for a provider on this machine
          ...(issuer.protocol === 'http:' && { execute: [library.allowInsecureRequests] }),
        },
      );
      this.#latest = { configuration, atMs: nowMs };
      this.#failure = undefined;
      return configuration;
    } catch (error) {
      this.#failure = { error, atMs: nowMs };
      throw unreachable(error);
    }
  }
}

/** The secret goes into the header, which every provider has to take, or into the body where that is all it takes. */
function secretSender(library: OpenIdClient, secret: string): ClientAuth {
  const inHeader = library.ClientSecretBasic(secret);
  const inBody = library.ClientSecretPost(secret);
  return (server, ...more) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const send = methods.includes('client_secret_basic') ? inHeader : inBody;
    send(server, ...more);
  };
}

function unusable(cause: unknown): never {
  throw new IssuerUnreachableError('its keys cannot be read', { cause });
}

function unreachable(cause: unknown): IssuerUnreachableError {
  return new IssuerUnreachableError('what the identity provider is cannot be read', { cause });
}
