import type { RequestHandler, Response } from 'express';
import { ANYBODY, nameOf } from '../../auth/actor';
import { PERMISSION_NAMES, ROLES, type Permission } from '../../config/permissions';
import { keysPage, type AccessNotice, type MadeSecret } from '../../dashboard/access';
import { STRINGS, text } from '../../dashboard/strings/strings';
import { SIGNING_MODES, type KeyChange } from '../../store/keys/api-key';
import { HttpError } from '../kit/errors/http-error';
import type { PageParts } from './page-parts';
import { parseForm } from '../kit/reading/parse-form';
import { orShowWhy } from './show-refusal';

type Parts = Pick<PageParts, 'identities' | 'release' | 'now'>;

export interface KeyPages {
  /** GET /keys */
  readonly show: RequestHandler;
  /** POST /keys */
  readonly create: RequestHandler;
  /** POST /keys/:id */
  readonly change: RequestHandler;
  /** POST /keys/:id/signing-secret */
  readonly renewSecret: RequestHandler;
  /** POST /keys/:id/revoke */
  readonly revoke: RequestHandler;
}

const DAY_MS = 86_400_000;
const DAYS = /^[1-9]\d{0,4}$/;
const MAX_DAYS = 36_500;
/** The desk says how many are too many. */
const COUNT = /^\d{0,9}$/;

export function keyPages({ identities: { keys }, release, now }: Parts): KeyPages {
  async function show(
    res: Response,
    notice?: AccessNotice,
    made: readonly MadeSecret[] = [],
  ): Promise<void> {
    const view = keysPage({
      release,
      keys: await keys.list(),
      now: now(),
      ...(notice !== undefined && { notice }),
      made,
    });
    res.set('Cache-Control', 'no-store').render('keys', view);
  }

  return {
    show: (_req, res) => show(res),

    async create(req, res) {
      const form = await parseForm(req);
      await orShowWhy(
        res,
        async () => {
          const scopes = form.getAll('scope').flatMap(asPermission);
          const {
            key,
            text: made,
            signingSecret,
          } = await keys.create({
            name: form.get('name') ?? '',
            role: ROLES.find((role) => role === form.get('role')) ?? 'viewer',
            scopes: scopes.length === 0 ? null : scopes,
            networks: (form.get('networks') ?? '')
              .split(',')
              .map((network) => network.trim())
              .filter((network) => network !== ''),
            expiresAt: expiryAfter(form.get('days')?.trim() ?? '', now()),
            createdBy: nameOf(res.locals.actor ?? ANYBODY),
            ...rulesIn(form),
          });
          res.locals.auditObject = `key ${key.id} (${key.name})`;
          const words = text('keysMade', { name: key.name });
          // No redirect: the key would have to be in its address, or kept.
          await show(res.status(201), { level: 'good', words }, [
            { label: STRINGS.keysMadeLabel, secret: made },
            ...secretShown(signingSecret),
          ]);
        },
        ({ message }) => show(res, { level: 'bad', words: message }),
      );
    },

    async change(req, res) {
      const form = await parseForm(req);
      await orShowWhy(
        res,
        async () => {
          await keys.change(String(req.params.id), rulesIn(form));
          res.redirect(303, '/keys');
        },
        ({ message }) => show(res, { level: 'bad', words: message }),
      );
    },

    async renewSecret(req, res) {
      await parseForm(req);
      await orShowWhy(
        res,
        async () => {
          const { signingSecret, formerUntil } = await keys.renewSecret(String(req.params.id));
          const until = new Date(formerUntil).toISOString();
          const words = text('keysSecretRenewed', { until });
          await show(res.status(201), { level: 'good', words }, secretShown(signingSecret));
        },
        ({ message }) => show(res, { level: 'bad', words: message }),
      );
    },

    async revoke(req, res) {
      await parseForm(req);
      await orShowWhy(
        res,
        async () => {
          await keys.revoke(String(req.params.id));
          res.redirect(303, '/keys');
        },
        ({ message }) => show(res, { level: 'bad', words: message }),
      );
    },
  };
}

function secretShown(secret: string | null): MadeSecret[] {
  return secret === null ? [] : [{ label: STRINGS.keysSecretLabel, secret }];
}

/** What the form says of signatures and of how often the key may be used. */
function rulesIn(form: URLSearchParams): Required<KeyChange> {
  const perMinute = form.get('per-minute')?.trim() ?? '';
  if (!COUNT.test(perMinute)) throw new HttpError('INVALID_KEY', STRINGS.keysBadRate);
  return {
    signing: SIGNING_MODES.find((mode) => mode === form.get('signing')) ?? 'off',
    requestsPerMinute: perMinute === '' ? null : Number(perMinute),
  };
}

function asPermission(name: string): Permission[] {
  const found = PERMISSION_NAMES.find((permission) => permission === name);
  return found === undefined ? [] : [found];
}

function expiryAfter(days: string, now: Date): number | null {
  if (days === '') return null;
  if (!DAYS.test(days) || Number(days) > MAX_DAYS) {
    throw new HttpError('INVALID_KEY', STRINGS.keysBadDays);
  }
  return now.getTime() + Number(days) * DAY_MS;
}
