import type { Request, RequestHandler, Response } from 'express';
import { permissionsOf } from '../../config/permissions';
import { setupPage, signedOutPage, signInPage, type AccessNotice } from '../../dashboard/access';
import { STRINGS, text } from '../../dashboard/strings/strings';
import { returnPath } from '../access/return-to';
import { SESSION_COOKIE } from '../access/session-cookie';
import type { PageParts } from './page-parts';
import { parseForm } from '../kit/reading/parse-form';
import { orShowWhy } from './show-refusal';
import { signOnPages, type SignOnPages } from './sign-on';

type Parts = Pick<PageParts, 'identities' | 'release' | 'oidc' | 'logger'>;

export interface SignInPages {
  /** GET /login */
  readonly show: RequestHandler;
  /** POST /login */
  readonly signIn: RequestHandler;
  /** POST /logout */
  readonly signOut: RequestHandler;
  /** POST /logout/everywhere */
  readonly signOutEverywhere: RequestHandler;
  /** Signing in at the identity provider. */
  readonly signOn: SignOnPages;
  /** GET /setup */
  readonly showSetup: RequestHandler;
  /** POST /setup */
  readonly setUp: RequestHandler;
}

export function signInPages(parts: Parts): SignInPages {
  const { identities, release, oidc } = parts;
  const { people, firstAdmin } = identities;

  async function show(res: Response, returnTo: string, notice?: AccessNotice): Promise<void> {
    const provider = oidc?.signOn && {
      name: oidc.name,
      isReachable: await oidc.signOn.isReachable(),
    };
    const view = signInPage({
      release,
      returnTo,
      ...(notice !== undefined && { notice }),
      ...(provider !== undefined && { provider }),
    });
    res.set('Cache-Control', 'no-store').render('login', view);
  }

  async function leave(req: Request, res: Response): Promise<void> {
    const isExternal = res.locals.actor?.isExternal === true;
    const elsewhere = isExternal ? await oidc?.signOn?.endSessionUrl() : undefined;
    SESSION_COOKIE.drop(req, res);
    // What the browser has kept of pages must not be shown to who comes next.
    res.set({ 'Cache-Control': 'no-store', 'Clear-Site-Data': '"cache"' });
    if (elsewhere === undefined) {
      res.redirect(303, '/login');
      return;
    }
    // The policy of the pages forbids that a form leads to another site, and browsers count a redirect.
    res.set('Refresh', `0; url=${elsewhere.href}`);
    res.render(
      'signed-out',
      signedOutPage({ release, provider: oidc?.name ?? '', href: elsewhere.href }),
    );
  }

  function showSetup(res: Response, notice?: AccessNotice): void {
    const view = setupPage({ release, ...(notice !== undefined && { notice }) });
    res.set('Cache-Control', 'no-store').render('setup', view);
  }

  return {
    show: (req, res) => show(res, returnPath(first(req.query.returnTo))),

    async signIn(req, res) {
      const form = await parseForm(req);
      const returnTo = returnPath(form.get('returnTo'));
      await orShowWhy(
        res,
        async () => {
          const before = res.locals.actor?.sessionHash;
          const found = await people.signIn(form.get('name') ?? '', form.get('password') ?? '');
          if (found === undefined) {
            res.status(401);
            await show(res, returnTo, { level: 'bad', words: STRINGS.signInWrong });
            return;
          }
          const { person, token } = found;
          // What somebody has planted in this browser before must not be theirs now.
          if (before !== undefined) await people.signOut(before);
          res.locals.actor = { kind: 'person', ...person, permissions: permissionsOf(person.role) };
          SESSION_COOKIE.keep(req, res, token);
          res.set('Cache-Control', 'no-store').redirect(303, returnTo);
        },
        ({ message }) => show(res, returnTo, { level: 'bad', words: message }),
      );
    },

    async signOut(req, res) {
      const hash = res.locals.actor?.sessionHash;
      if (hash !== undefined) await people.signOut(hash);
      await leave(req, res);
    },

    async signOutEverywhere(req, res) {
      const { actor } = res.locals;
      if (actor?.kind === 'person' && actor.id !== null) await people.signOutEverywhere(actor.id);
      await leave(req, res);
    },

    signOn: signOnPages(parts, show),

    showSetup: (_req, res) => showSetup(res),

    async setUp(req, res) {
      const form = await parseForm(req);
      await orShowWhy(
        res,
        async () => {
          const { id, name } = await firstAdmin.makePerson(
            form.get('token')?.trim() ?? '',
            form.get('name') ?? '',
            form.get('password') ?? '',
          );
          res.locals.auditObject = `person ${id} (${name}, admin)`;
          res.status(201);
          await show(res, '/', { level: 'good', words: text('setupDone', { name }) });
        },
        ({ message }) => showSetup(res, { level: 'bad', words: message }),
      );
    },
  };
}

function first(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
