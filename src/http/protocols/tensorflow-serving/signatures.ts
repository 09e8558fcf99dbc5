import { HttpError } from '../../kit/errors/http-error';

/**
 * What :predict answers with: `serving_default` with the probabilities alone, as classifiers made with
 * Keras do, and `labelled` with everything.
 */
const SIGNATURES = ['serving_default', 'labelled'] as const;
export type Signature = (typeof SIGNATURES)[number];

/** @throws {HttpError} INVALID_BODY */
export function signatureOf(name: string | undefined): Signature {
  const found = SIGNATURES.find((known) => known === (name ?? SIGNATURES[0]));
  if (found !== undefined) return found;
  const known = SIGNATURES.join(', ');
  throw new HttpError('INVALID_BODY', `signature_name: there is no such signature, only ${known}.`);
}
