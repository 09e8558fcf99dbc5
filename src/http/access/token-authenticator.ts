import type { AccessTokens } from '../../auth/oidc/access-tokens';
import { AccessTokenError, IssuerUnreachableError } from '../../auth/oidc/oidc-errors';
import { looksLikeToken } from '../../auth/oidc/token-shape';
import { HttpError } from '../kit/errors/http-error';
import type { Authenticator } from './authenticator';
import { unauthenticated } from '../kit/errors/unauthenticated';

const BEARER = /^Bearer ([\x21-\x7e]{1,16000})$/i;

/**
 * Tokens of the identity provider: `Authorization: Bearer eyJ…`. No browser sends them by itself, so
 * that they are taken as keys are, wherever they come from.
 */
export function tokenAuthenticator(tokens: Pick<AccessTokens, 'actorOf'>): Authenticator {
  return {
    async authenticate(req) {
      const text = BEARER.exec(req.get('Authorization') ?? '')?.[1];
      if (text === undefined || !looksLikeToken(text)) return undefined;
      try {
        const actor = await tokens.actorOf(text);
        if (actor !== 'no-role') return actor;
      } catch (error) {
        if (error instanceof AccessTokenError) throw unauthenticated(error.message, true);
        if (error instanceof IssuerUnreachableError) {
          throw new HttpError(
            'IDENTITY_PROVIDER_UNREACHABLE',
            'The identity provider does not answer, so that this token cannot be checked.',
            { cause: error },
          );
        }
        throw error;
      }
      throw new HttpError('FORBIDDEN', 'Whoever this token is of may do nothing here.');
    },
  };
}
