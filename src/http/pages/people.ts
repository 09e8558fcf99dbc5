import type { RequestHandler, Response } from 'express';
import { ROLES, type Role } from '../../config/permissions';
import { peoplePage, type AccessNotice } from '../../dashboard/access';
import type { PageParts } from './page-parts';
import { parseForm } from '../kit/reading/parse-form';
import { orShowWhy } from './show-refusal';

type Parts = Pick<PageParts, 'identities' | 'release'>;

export interface PeoplePages {
  /** GET /people */
  readonly show: RequestHandler;
  /** POST /people */
  readonly add: RequestHandler;
  /** POST /people/:id */
  readonly change: RequestHandler;
  /** POST /people/:id/delete */
  readonly remove: RequestHandler;
}

export function peoplePages({ identities: { people }, release }: Parts): PeoplePages {
  async function show(res: Response, notice?: AccessNotice): Promise<void> {
    const all = await people.list();
    const view = peoplePage({ release, people: all, ...(notice !== undefined && { notice }) });
    res.set('Cache-Control', 'no-store').render('people', view);
  }

  /** Shows what a form has done, or why it was refused. */
  function change(res: Response, work: () => Promise<void>): Promise<void> {
    return orShowWhy(
      res,
      async () => {
        await work();
        res.redirect(303, '/people');
      },
      ({ message }) => show(res, { level: 'bad', words: message }),
    );
  }

  return {
    show: (_req, res) => show(res),

    async add(req, res) {
      const form = await parseForm(req);
      await change(res, async () => {
        const { id, name, role } = await people.add({
          name: form.get('name') ?? '',
          role: roleIn(form) ?? 'viewer',
          password: form.get('password') ?? '',
        });
        res.locals.auditObject = `person ${id} (${name}, ${role})`;
      });
    },

    async change(req, res) {
      const form = await parseForm(req);
      const password = form.get('password') ?? '';
      await change(res, () =>
        people.change(String(req.params.id), {
          role: roleIn(form),
          password: password === '' ? undefined : password,
          disabled: DISABLED.get(form.get('disabled')),
        }),
      );
    },

    async remove(req, res) {
      await parseForm(req);
      await change(res, () => people.remove(String(req.params.id)));
    },
  };
}

/** A form that says nothing of it changes nothing of it. */
const DISABLED = new Map<string | null, boolean>([
  ['yes', true],
  ['no', false],
]);

function roleIn(form: URLSearchParams): Role | undefined {
  return ROLES.find((role) => role === form.get('role'));
}
