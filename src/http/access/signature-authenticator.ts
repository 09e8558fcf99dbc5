import type { Request } from 'express';
import type { Identities } from '../../auth/identities';
import { EMPTY_HASH, MAX_CLOCK_DIFFERENCE_MS, type SignedRequest } from '../../auth/signature';
import { HttpError } from '../kit/errors/http-error';
import { promiseContent } from '../kit/reading/promised-content';
import type { Authenticator } from './authenticator';
import { unauthenticated } from '../kit/errors/unauthenticated';

/** The headers of a signed request, as the documentation spells them. */
export const SIGNATURE_HEADERS = {
  signatures: 'X-Signature',
  keyId: 'X-Signature-Key',
  id: 'X-Signature-Id',
  timestamp: 'X-Signature-Timestamp',
  contentHash: 'X-Signature-Content-SHA256',
} as const;

const FORMS = {
  signatures: /^v1,[A-Za-z0-9+/]{43}=( v1,[A-Za-z0-9+/]{43}=){0,4}$/,
  keyId: /^[0-9A-Za-z]{8}$/,
  id: /^[0-9A-Za-z_.:-]{8,64}$/,
  timestamp: /^\d{10}$/,
  contentHash: /^[0-9a-f]{64}$/,
} as const;

/**
 * Requests that are signed with the secret of a key, which does not travel with them. The signature is
 * checked before anything of the body is read; the body is hashed while it is received, and nothing takes
 * it before it has proven to be the one that was signed.
 */
export function signatureAuthenticator(identities: Pick<Identities, 'ofSignature'>): Authenticator {
  return {
    async authenticate(req) {
      const request = signedRequest(req);
      if (request === undefined) return undefined;
      if (req.get('Authorization') !== undefined || req.get('X-API-Key') !== undefined) {
        throw unauthenticated('A signed request carries no key: send the one or the other.', true);
      }
      if (!hasBody(req) && request.contentHash !== EMPTY_HASH) {
        throw unauthenticated('A body was signed, and none was sent.', true);
      }
      const found = await identities.ofSignature(request, req.ip ?? '');
      if (found === 'elsewhere') {
        throw new HttpError('FORBIDDEN', 'This key may not be used from this address.');
      }
      if (found === 'wrong') {
        throw unauthenticated(
          'The signature does not fit the request, or its key is unknown, revoked or expired.',
          true,
        );
      }
      if (found === 'repeated') {
        throw unauthenticated(
          `A request with this ${SIGNATURE_HEADERS.id} came before: each one is sent once.`,
          true,
        );
      }
      if ('aheadMs' in found) throw unauthenticated(wordsForClock(found.aheadMs), true);
      promiseContent(req, request.contentHash);
      return found;
    },
  };
}

/**
 * @returns undefined for a request that is not signed
 * @throws {HttpError} UNAUTHENTICATED that names a header which is missing or malformed
 */
function signedRequest(req: Request): SignedRequest | undefined {
  if (req.get(SIGNATURE_HEADERS.signatures) === undefined) return undefined;
  return {
    method: req.method,
    target: req.originalUrl,
    signatures: headerOf(req, 'signatures'),
    keyId: headerOf(req, 'keyId'),
    id: headerOf(req, 'id'),
    timestamp: headerOf(req, 'timestamp'),
    contentHash: headerOf(req, 'contentHash', EMPTY_HASH),
  };
}

function headerOf(req: Request, field: keyof typeof FORMS, byDefault?: string): string {
  const name = SIGNATURE_HEADERS[field];
  const text = req.get(name) ?? byDefault;
  if (text !== undefined && FORMS[field].test(text)) return text;
  const problem = text === undefined ? 'is missing' : 'is malformed';
  throw unauthenticated(`${name} ${problem}: see "Signed requests" in the documentation.`, true);
}

function hasBody(req: Request): boolean {
  return (
    req.headers['transfer-encoding'] !== undefined || Number(req.get('Content-Length') ?? 0) > 0
  );
}

/** `The clock of the sender is 12 min 3 s behind …` */
function wordsForClock(aheadMs: number): string {
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const apart = `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return (
    `${SIGNATURE_HEADERS.timestamp} is ${apart} ${aheadMs > 0 ? 'ahead of' : 'behind'} the clock of the ` +
    `service, and may be ${MAX_CLOCK_DIFFERENCE_MS / 60_000} min off: set the clock, and sign anew.`
  );
}
