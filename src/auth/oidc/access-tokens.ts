import { createHash } from 'node:crypto';
import { permissionsOf } from '../../config/permissions';
import type { ExternalSubject } from '../../store/people/person';
import type { Actor } from '../actor';
import { nameOf, roleOf } from './claims';
import type { IssuerKeys } from './issuer-keys';
import { jose, type ClientConfiguration, type Jose, type JWTPayload } from './libraries';
import { AccessTokenError, isUnreachable } from './oidc-errors';
import type { GroupSettings } from './oidc-settings';
import { problemOf, SIGNING_ALGORITHMS } from './token-shape';

export interface AccessTokensOptions {
  readonly issuer: { readonly lastConfiguration: () => Promise<ClientConfiguration> };
  readonly keys: Pick<IssuerKeys, 'find'>;
  readonly audience: string;
  readonly groups: GroupSettings;
  /** Whether an administrator has locked somebody out. */
  readonly isDisabled: (subject: ExternalSubject) => Promise<boolean>;
  readonly now: () => Date;
}

interface KnownToken {
  readonly actor: Actor;
  readonly external: ExternalSubject;
  /** Milliseconds since the epoch: then it is checked again, or has expired. */
  readonly goodUntil: number;
}

/** Tokens that are remembered; the oldest makes room. */
const MAX_KNOWN = 1000;
/** A token is checked again after so long: its key may have been withdrawn. */
const CHECK_EVERY_MS = 10 * 60_000;
/** Clocks differ. */
const TOLERANCE_S = 30;
/** The audit log has room for so many characters. */
const MAX_ID_LENGTH = 64;

/** Checks the tokens with which programs call the API. */
export class AccessTokens {
  readonly #options: AccessTokensOptions;
  /** The tokens that were good, by their SHA-256: checking a signature takes longer than the rest of a request. */
  readonly #known = new Map<string, KnownToken>();

  constructor(options: AccessTokensOptions) {
    this.#options = options;
  }

  /**
   * Whose token it is. What the provider changes about somebody shows in the next token.
   *
   * @returns `no-role` for somebody who may do nothing here
   * @throws {AccessTokenError} when it proves nothing
   * @throws {IssuerUnreachableError} when the provider's keys are not known
   */
  async actorOf(token: string): Promise<Actor | 'no-role'> {
    const hash = createHash('sha256').update(token).digest('base64');
    const known = this.#remembered(hash) ?? (await this.#check(token));
    if (known === 'no-role') return known;
    this.#remember(hash, known);
    return (await this.#options.isDisabled(known.external)) ? 'no-role' : known.actor;
  }

  /** The provider has other keys now. */
  forget(): void {
    this.#known.clear();
  }

  async #check(token: string): Promise<KnownToken | 'no-role'> {
    const { issuer, groups, now } = this.#options;
    const library = await jose();
    const problem = problemIn(library, token);
    if (problem !== undefined) throw new AccessTokenError(problem);
    const metadata = (await issuer.lastConfiguration()).serverMetadata();
    const payload = await this.#verified(library, token, metadata.issuer);
    const { sub: subject, exp = 0 } = payload;
    if (typeof subject !== 'string' || subject === '' || subject.length > 255) {
      throw new AccessTokenError('This token says nothing of whose it is.');
    }
    const role = roleOf(payload, groups);
    if (role === undefined) return 'no-role';
    const name = nameOf({}, subject);
    return {
      actor: {
        kind: 'token',
        id: subject.length <= MAX_ID_LENGTH ? subject : sha256(subject),
        name: `${name} of ${metadata.issuer}`,
        role,
        permissions: permissionsOf(role),
        token: {
          expiresAt: (exp + TOLERANCE_S) * 1000,
          subject: { issuer: metadata.issuer, subject },
        },
      },
      external: { issuer: metadata.issuer, subject },
      goodUntil: Math.min((exp + TOLERANCE_S) * 1000, now().getTime() + CHECK_EVERY_MS),
    };
  }

  async #verified(library: Jose, token: string, issuer: string): Promise<JWTPayload> {
    const { audience, keys, now } = this.#options;
    try {
      const { payload } = await library.jwtVerify(token, keys.find, {
        algorithms: SIGNING_ALGORITHMS,
        issuer,
        audience,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: TOLERANCE_S,
        currentDate: now(),
      });
      return payload;
    } catch (cause) {
      if (isUnreachable(cause)) throw cause;
      throw new AccessTokenError('This token is wrong, or has expired.', { cause });
    }
  }

  #remembered(hash: string): KnownToken | undefined {
    const known = this.#known.get(hash);
    if (known === undefined) return undefined;
    this.#known.delete(hash);
    return known.goodUntil > this.#options.now().getTime() ? known : undefined;
  }

  /** Those used last are at the end of the map. */
  #remember(hash: string, known: KnownToken): void {
    this.#known.set(hash, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
  }
}

function problemIn(library: Jose, token: string): string | undefined {
  try {
    return problemOf(library.decodeProtectedHeader(token), library.decodeJwt(token));
  } catch (cause) {
    throw new AccessTokenError('This token cannot be read.', { cause });
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
