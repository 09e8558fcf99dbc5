import { hashOf, randomText } from '../secret-text';
import type { PeopleDesk } from '../people-desk';
import type { Person } from '../../store/people/person';
import type { SignIn, SignInStore } from '../../store/sign-ins/sign-in';
import { nameOf, roleOf, saysGroups, type Claims } from './claims';
import { FRESH_MS, type Issuer } from './issuer';
import type { IssuerKeys } from './issuer-keys';
import { jose, openIdClient, type ClientConfiguration } from './libraries';
import { isUnreachable, IssuerUnreachableError, SignOnError } from './oidc-errors';
import type { GroupSettings, OidcClient } from './oidc-settings';
import { SIGNING_ALGORITHMS } from './token-shape';

export interface SignOnOptions {
  readonly issuer: Pick<Issuer, 'configuration' | 'lastConfiguration'>;
  readonly keys: Pick<IssuerKeys, 'find'>;
  readonly client: OidcClient;
  readonly groups: GroupSettings;
  readonly signIns: SignInStore;
  readonly people: Pick<PeopleDesk, 'signInExternal' | 'signOutExternal'>;
  readonly now: () => Date;
}

export interface SignedOn {
  readonly person: Person;
  /** What the browser keeps. */
  readonly token: string;
  readonly returnTo: string;
}

/** Somebody may have to find a telephone for the second factor. */
const MAX_AGE_MS = 10 * 60_000;
/** Anybody can begin; each of them is a row. */
const MAX_UNDER_WAY = 10_000;
/** 256 bits. */
const SECRET_LENGTH = 43;
/** The tolerance in seconds: clocks differ. */
const TOLERANCE_S = 30;

/**
 * Signs people in at an identity provider, by a code (RFC 6749) with PKCE, `state` and `nonce`. What was
 * begun is in the database, so that another instance may finish it.
 */
export class SignOn {
  readonly #options: SignOnOptions;

  constructor(options: SignOnOptions) {
    this.#options = options;
  }

  /** What a browser that begins has to keep until it is back. */
  newBrowserSecret(): string {
    return randomText(SECRET_LENGTH);
  }

  /** Whether the provider answers, as far as that is known within a second. */
  async isReachable(): Promise<boolean> {
    const answers = this.#options.issuer.configuration(FRESH_MS).then(
      () => true,
      () => false,
    );
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, 1000, false)));
    const isThere = await Promise.race([answers, late]);
    clearTimeout(timer);
    return isThere;
  }

  /**
   * @param browser what the browser keeps
   * @param returnTo where to go afterwards: a path of this service
   * @returns where to send the browser
   * @throws {IssuerUnreachableError}
   * @throws {SignOnError} when too many are under way
   */
  async begin(browser: string, returnTo: string): Promise<URL> {
    const { issuer, client, signIns, now } = this.#options;
    const configuration = await issuer.configuration(FRESH_MS);
    const library = await openIdClient();
    const createdAt = now().getTime();
    const state = randomText(SECRET_LENGTH);
    const nonce = randomText(SECRET_LENGTH);
    const verifier = randomText(SECRET_LENGTH);
    const isAdded = await signIns.add(
      {
        stateHash: hashOf(state),
        browserHash: hashOf(browser),
        nonce,
        verifier,
        returnTo,
        createdAt,
      },
      { createdAfter: createdAt - MAX_AGE_MS, max: MAX_UNDER_WAY },
    );
    if (!isAdded) throw new SignOnError('busy', 'too many sign-ins are under way', { returnTo });
    return library.buildAuthorizationUrl(configuration, {
      redirect_uri: client.redirectUri.href,
      scope: client.scope,
      state,
      nonce,
      code_challenge: await library.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
  }

  /**
   * @param search what the provider has added to the address, from the question mark on
   * @param browser what the browser keeps; undefined when it keeps nothing
   * @throws {IssuerUnreachableError}
   * @throws {SignOnError} when nobody is signed in
   */
  async finish(search: string, browser: string | undefined): Promise<SignedOn> {
    const { signIns, now, groups, people } = this.#options;
    const state = new URLSearchParams(search).get('state');
    const begun =
      state === null || browser === undefined
        ? undefined
        : await signIns.take(hashOf(state), hashOf(browser), now().getTime() - MAX_AGE_MS);
    if (state === null || begun === undefined) {
      throw new SignOnError('unknown', 'this browser has begun no such sign-in');
    }
    const { returnTo } = begun;
    const { issuer, subject, claims } = await this.#claims(search, state, begun);
    const role = roleOf(claims, groups);
    const name = nameOf(claims, subject);
    if (role === undefined) {
      await people.signOutExternal({ issuer, subject });
      throw new SignOnError('no-role', `no group of ${name} (${subject}) has a role`, { returnTo });
    }
    const signedIn = await people.signInExternal({ issuer, subject }, { name, role });
    if (signedIn === undefined) {
      throw new SignOnError('disabled', `${name} (${subject}) is locked out`, { returnTo });
    }
    return { ...signedIn, returnTo };
  }

  /**
   * Where a browser signs out at the provider as well, which leads back to signing in.
   *
   * @returns undefined when the provider has no such address, or is not there
   */
  async endSessionUrl(): Promise<URL | undefined> {
    const { issuer, client } = this.#options;
    try {
      const configuration = await issuer.lastConfiguration();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
      return (await openIdClient()).buildEndSessionUrl(configuration, {
        post_logout_redirect_uri: new URL('/login', client.redirectUri).href,
      });
    } catch (error) {
      if (error instanceof IssuerUnreachableError) return undefined;
      throw error;
    }
  }

  async #claims(
    search: string,
    state: string,
    { nonce, verifier, returnTo }: SignIn,
  ): Promise<{ readonly issuer: string; readonly subject: string; readonly claims: Claims }> {
    const { client, issuer } = this.#options;
    const library = await openIdClient();
    try {
      const configuration = await issuer.lastConfiguration();
      const address = new URL(client.redirectUri);
      address.search = search;
      const tokens = await library.authorizationCodeGrant(configuration, address, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const idToken = await this.#verified(tokens.id_token ?? '', configuration);
      const subject = subjectOf(idToken);
      const more = await this.#moreClaims(idToken, tokens.access_token, configuration);
      return {
        issuer: configuration.serverMetadata().issuer,
        subject,
        claims: { ...more, ...idToken },
      };
    } catch (cause) {
      if (isUnreachable(cause)) {
        throw new IssuerUnreachableError('a sign-in cannot be finished', { cause });
      }
      if (cause instanceof library.AuthorizationResponseError) {
        throw new SignOnError('declined', `the provider says ${cause.error}`, { returnTo, cause });
      }
      throw new SignOnError('unproven', 'the provider’s answer proves nothing', {
        returnTo,
        cause,
      });
    }
  }

  /**
   * The library has compared what the token says; its signature is checked here, with the keys and
   * algorithms that tokens of programs are checked with.
   */
  async #verified(
    idToken: string,
    configuration: ClientConfiguration,
  ): Promise<Claims & { readonly sub?: string }> {
    const { keys, client, now } = this.#options;
    const { payload } = await (
      await jose()
    ).jwtVerify(idToken, keys.find, {
      algorithms: SIGNING_ALGORITHMS,
      issuer: configuration.serverMetadata().issuer,
      audience: client.id,
      requiredClaims: ['sub', 'exp'],
      clockTolerance: TOLERANCE_S,
      currentDate: now(),
    });
    return payload;
  }

  /** Some providers tell groups and names only where they are asked for them. */
  async #moreClaims(
    idToken: Claims & { readonly sub?: string },
    accessToken: string,
    configuration: ClientConfiguration,
  ): Promise<Claims> {
    const hasAll = saysGroups(idToken, this.#options.groups.claim) && nameOf(idToken, '') !== '';
    const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined;
    if (hasAll || !hasMore || idToken.sub === undefined) return {};
    const library = await openIdClient();
    return library.fetchUserInfo(configuration, accessToken, idToken.sub);
  }
}

/** @throws {Error} for a name that no provider may give (OpenID Connect Core, 2) */
function subjectOf({ sub = '' }: { readonly sub?: string }): string {
  if (sub === '' || sub.length > 255) throw new Error('the ID token says nothing of whose it is');
  return sub;
}
