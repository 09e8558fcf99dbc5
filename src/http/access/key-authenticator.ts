import type { Request } from 'express';
import type { Identities } from '../../auth/identities';
import { KEY_PREFIX } from '../../auth/key-text';
import { HttpError } from '../kit/errors/http-error';
import type { Authenticator } from './authenticator';
import { unauthenticated } from '../kit/errors/unauthenticated';

const BEARER = /^Bearer ([\x21-\x7e]{1,4096})$/i;

/** Keys of the API: `Authorization: Bearer mlk_…` or `X-API-Key: mlk_…`. */
export function keyAuthenticator(identities: Pick<Identities, 'ofKey'>): Authenticator {
  return {
    async authenticate(req) {
      const text = keyOf(req);
      if (text === undefined) return undefined;
      const actor = await identities.ofKey(text, req.ip ?? '');
      // One sentence for every reason: it says nothing of keys that exist.
      if (actor === 'wrong') throw unauthenticated('This key is wrong, revoked or expired.', true);
      if (actor === 'elsewhere') {
        throw new HttpError('FORBIDDEN', 'This key may not be used from this address.');
      }
      if (actor === 'unsigned') {
        throw new HttpError('FORBIDDEN', 'This key takes signed requests only.');
      }
      return actor;
    },
  };
}

function keyOf(req: Request): string | undefined {
  const header = req.get('X-API-Key');
  if (header !== undefined) return header;
  const token = BEARER.exec(req.get('Authorization') ?? '')?.[1];
  // Other bearers are the business of other authenticators.
  return token?.startsWith(KEY_PREFIX) === true ? token : undefined;
}
