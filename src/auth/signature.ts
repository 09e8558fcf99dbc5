import { createHmac, timingSafeEqual } from 'node:crypto';
import { randomText } from './secret-text';

/** Secret scanners find signing secrets in code and logs by it. */
const SECRET_PREFIX = 'mls_';
/** 256 bits. */
const SECRET_LENGTH = 43;
/** What begins a signature of this form, as in Standard Webhooks. */
const VERSION = 'v1,';
/** Somebody who changes secrets signs with two of them for a while. */
const MAX_SIGNATURES = 5;

/** How far the clocks of sender and service may be apart. */
export const MAX_CLOCK_DIFFERENCE_MS = 5 * 60_000;

/** SHA-256 of no bytes, hexadecimal. */
export const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** What a signature vouches for. */
export interface SignedFacts {
  readonly method: string;
  /** Path and query as they are sent: `/api/predict?top_k=3`. */
  readonly target: string;
  /** The name that the sender gave the request; no other request of the key has this name. */
  readonly id: string;
  /** Unix time in seconds, as it is sent. */
  readonly timestamp: string;
  /** SHA-256 of the body as it is sent, hexadecimal in lower case. */
  readonly contentHash: string;
}

/** A request that shows whose it is by a signature. */
export interface SignedRequest extends SignedFacts {
  /** The part of the key that is no secret. */
  readonly keyId: string;
  /** `v1,<base64>`, once or more, separated by spaces. */
  readonly signatures: string;
}

/** A new secret to sign with; its whole text is the key of the HMAC. */
export function newSigningSecret(): string {
  return SECRET_PREFIX + randomText(SECRET_LENGTH);
}

/**
 * HMAC-SHA256 over the lines of a request: method, target, id, timestamp, hash of the body.
 *
 * @returns `v1,<base64>`
 */
export function signatureOf(
  secret: string,
  { method, target, id, timestamp, contentHash }: SignedFacts,
): string {
  const text = [method, target, id, timestamp, contentHash].join('\n');
  return VERSION + createHmac('sha256', secret).update(text).digest('base64');
}

/** Whether one of a request's signatures was made with the secret. */
export function isSignedWith(secret: string, request: SignedRequest): boolean {
  const expected = Buffer.from(signatureOf(secret, request));
  const given = request.signatures.split(' ', MAX_SIGNATURES).map((text) => Buffer.from(text));
  return given.some(
    (signature) => signature.length === expected.length && timingSafeEqual(signature, expected),
  );
}
