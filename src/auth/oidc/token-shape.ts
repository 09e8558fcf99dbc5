import type { JWTPayload, ProtectedHeaderParameters } from './libraries';

/** What tokens may be signed with: one key signs, and another one, which everybody may have, checks. */
export const SIGNING_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];

/** Keys, or addresses of keys, that a token brings along: whoever makes it chooses them. */
const BROUGHT_KEYS = ['jwk', 'jku', 'x5u', 'x5c'] as const;

/** RFC 9068 gives access tokens this type. */
const ACCESS_TOKEN_TYPES = ['at+jwt', 'application/at+jwt'];
/** Many providers know no types, and write nothing or this. */
const ANY_TYPES = [undefined, 'JWT'];
/** An ID token has these, or what says that somebody has signed out (`events`). */
const OTHER_KINDS = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events'] as const;
/**
 * What access tokens alone have: scopes, and which program they were given to (RFC 9068, Keycloak, Okta,
 * Entra; `azpacr` is in every access token of the latter).
 */
const ACCESS_ONLY = ['scope', 'scp', 'client_id', 'cid', 'appid', 'azpacr'] as const;

/** Whether a text is written as a signed token is: three parts in base64url. */
export function looksLikeToken(text: string): boolean {
  return /^[\w-]{2,10000}\.[\w-]{2,10000}\.[\w-]{0,10000}$/.test(text);
}

/**
 * Why a token is refused before its signature is looked at.
 *
 * @returns a sentence; undefined for one that may be right
 */
export function problemOf(
  header: ProtectedHeaderParameters,
  payload: JWTPayload,
): string | undefined {
  if (BROUGHT_KEYS.some((name) => header[name] !== undefined)) {
    return 'This token brings its own key.';
  }
  if (!SIGNING_ALGORITHMS.includes(header.alg ?? '')) {
    return 'This token is not signed with a public key.';
  }
  return isAccessToken(header, payload) ? undefined : 'This is no access token.';
}

/**
 * Whether a token was given out to call an API. An ID token says who has signed in, to the one who asked
 * for it, and opens nothing (ASVS 9.2.2).
 */
function isAccessToken({ typ }: ProtectedHeaderParameters, payload: JWTPayload): boolean {
  const type = typ?.toLowerCase();
  if (type !== undefined && ACCESS_TOKEN_TYPES.includes(type)) return true;
  if (!ANY_TYPES.includes(type?.toUpperCase())) return false;
  // Keycloak says here what RFC 9068 says in the header: `Bearer`, `ID`, `Refresh`.
  if (payload.typ !== undefined && payload.typ !== 'Bearer') return false;
  if (OTHER_KINDS.some((name) => payload[name] !== undefined)) return false;
  return payload.typ === 'Bearer' || ACCESS_ONLY.some((name) => payload[name] !== undefined);
}
