import type { RequestHandler, Response } from 'express';
import type { AccessNotice } from '../../dashboard/access';
import { accountPage } from '../../dashboard/account-page';
import { STRINGS } from '../../dashboard/strings/strings';
import { mustBeSignedIn, signedIn } from '../access/own-session';
import { SESSION_COOKIE } from '../access/session-cookie';
import type { PageParts } from './page-parts';
import { parseForm } from '../kit/reading/parse-form';
import { orShowWhy } from './show-refusal';

export interface AccountPages {
  /** GET /account */
  readonly show: RequestHandler;
  /** POST /account/password */
  readonly changePassword: RequestHandler;
}

export function accountPages({
  identities: { people },
  release,
}: Pick<PageParts, 'identities' | 'release'>): AccountPages {
  async function show(res: Response, notice?: AccessNotice, current?: string): Promise<void> {
    const { actor } = res.locals;
    const person = signedIn(actor);
    const view = accountPage({
      release,
      name: actor?.name ?? '',
      role: actor?.role ?? null,
      hasPassword: person !== undefined && actor?.isExternal !== true,
      sessions: person === undefined ? [] : await people.sessionsOf(person.id),
      current: current ?? person?.sessionHash,
      ...(notice !== undefined && { notice }),
    });
    res.set('Cache-Control', 'no-store').render('account', view);
  }

  return {
    show: (_req, res) => show(res),

    async changePassword(req, res) {
      const form = await parseForm(req);
      const { id } = mustBeSignedIn(res);
      await orShowWhy(
        res,
        async () => {
          const before = form.get('old-password') ?? '';
          const token = await people.changeOwnPassword(id, before, form.get('new-password') ?? '');
          SESSION_COOKIE.keep(req, res, token);
          const notice = { level: 'good', words: STRINGS.accountPasswordChanged } as const;
          await show(res, notice, people.sessionOf(token));
        },
        ({ message }) => show(res, { level: 'bad', words: message }),
      );
    },
  };
}
