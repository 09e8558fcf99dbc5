import type { RequestHandler, Response } from 'express';
import { permissionsOf } from '../../config/permissions';
import {
  IssuerUnreachableError,
  SignOnError,
  type SignOnProblem,
} from '../../auth/oidc/oidc-errors';
import type { SignOn } from '../../auth/oidc/sign-on';
import type { AccessNotice } from '../../dashboard/access';
import { text, type StringName } from '../../dashboard/strings/strings';
import { returnPath } from '../access/return-to';
import { SESSION_COOKIE } from '../access/session-cookie';
import { SIGN_IN_COOKIE } from '../access/sign-in-cookie';
import type { PageParts } from './page-parts';
import { HttpError } from '../kit/errors/http-error';

type Parts = Pick<PageParts, 'identities' | 'oidc' | 'logger'>;

export interface SignOnPages {
  /** GET /login/oidc */
  readonly begin: RequestHandler;
  /** GET /login/oidc/callback */
  readonly finish: RequestHandler;
}

/** Shows the page of signing in, with a status that is set already. */
export type ShowSignIn = (res: Response, returnTo: string, notice: AccessNotice) => Promise<void>;

const STATUS: Readonly<Record<SignOnProblem, number>> = {
  unknown: 400,
  declined: 403,
  unproven: 403,
  'no-role': 403,
  disabled: 403,
  busy: 503,
};
const WORDS: Readonly<Record<SignOnProblem, StringName>> = {
  unknown: 'signOnUnknown',
  declined: 'signOnDeclined',
  unproven: 'signOnUnproven',
  'no-role': 'signOnNoRole',
  disabled: 'signOnDisabled',
  busy: 'signOnBusy',
};

/** Signing in at the identity provider. */
export function signOnPages(
  { identities: { people }, oidc, logger }: Parts,
  show: ShowSignIn,
): SignOnPages {
  const name = oidc?.name ?? '';

  function signOn(): SignOn {
    if (oidc?.signOn !== undefined) return oidc.signOn;
    throw new HttpError('NOT_FOUND', 'Nobody signs in at an identity provider here.');
  }

  async function orShowWhy(
    res: Response,
    returnTo: string,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof IssuerUnreachableError) {
        logger.warn('the identity provider does not answer', { error });
        res.status(503);
        await show(res, returnTo, { level: 'bad', words: text('signOnAway', { name }) });
      } else if (error instanceof SignOnError) {
        const { problem } = error;
        logger.warn('a sign-in at the identity provider is refused', { problem, error });
        res.status(STATUS[problem]);
        const words = text(WORDS[problem], { name });
        await show(res, error.returnTo, { level: 'bad', words });
      } else {
        throw error;
      }
    }
  }

  return {
    async begin(req, res) {
      const asked = req.query.returnTo;
      const returnTo = returnPath(typeof asked === 'string' ? asked : undefined);
      await orShowWhy(res, returnTo, async () => {
        // The same for every tab of a browser, so that each of them can finish what it began.
        const browser = SIGN_IN_COOKIE.read(req) ?? signOn().newBrowserSecret();
        const address = await signOn().begin(browser, returnTo);
        SIGN_IN_COOKIE.keep(req, res, browser);
        res.set('Cache-Control', 'no-store').redirect(303, address.href);
      });
    },

    async finish(req, res) {
      await orShowWhy(res, '/', async () => {
        const start = req.originalUrl.indexOf('?');
        const search = start === -1 ? '' : req.originalUrl.slice(start);
        const before = res.locals.actor?.sessionHash;
        const { person, token, returnTo } = await signOn().finish(search, SIGN_IN_COOKIE.read(req));
        const { id, name, role, external } = person;
        // What somebody has planted in this browser before must not be theirs now.
        if (before !== undefined) await people.signOut(before);
        res.locals.actor = { kind: 'person', id, name, role, permissions: permissionsOf(role) };
        res.locals.auditObject = `person ${id} (${name}, ${role}), ${external?.subject ?? ''} of ${external?.issuer ?? ''}`;
        SIGN_IN_COOKIE.drop(req, res);
        SESSION_COOKIE.keep(req, res, token);
        res.set('Cache-Control', 'no-store').redirect(303, returnTo);
      });
    },
  };
}
