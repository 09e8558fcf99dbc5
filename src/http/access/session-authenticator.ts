import type { Identities } from '../../auth/identities';
import { HttpError } from '../kit/errors/http-error';
import type { Authenticator } from './authenticator';
import { senderOf } from './own-pages';
import { SESSION_COOKIE } from './session-cookie';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * People who have signed in, by the cookie of their browser. A browser sends cookies whoever makes it,
 * so what may change something has to come from a page of this service: not from one that
 * `CORS_ORIGINS` lists, and not from a program that says nothing of where it comes from.
 */
export function sessionAuthenticator(identities: Pick<Identities, 'ofSession'>): Authenticator {
  return {
    async authenticate(req) {
      const token = SESSION_COOKIE.read(req);
      if (token === undefined) return undefined;
      const actor = await identities.ofSession(token);
      if (actor === undefined) return undefined;
      if (!SAFE_METHODS.has(req.method) && senderOf(req) !== 'own') {
        throw new HttpError(
          'FOREIGN_FORM',
          'With a browser’s session this is taken from pages of this service only; programs use a key.',
        );
      }
      return actor;
    },
  };
}
