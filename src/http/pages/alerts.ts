import type { RequestHandler, Response } from 'express';
import type { AlertDesk } from '../../alerts/alert-desk';
import { EVENT_TYPES, type EventType } from '../../alerts/events';
import type { WebhookDesk } from '../../alerts/webhooks/webhook-desk';
import { ANYBODY, nameOf } from '../../auth/actor';
import type { AccessNotice } from '../../dashboard/access';
import { alertsPage } from '../../dashboard/alerts';
import { STRINGS, text } from '../../dashboard/strings/strings';
import { WEBHOOK_FORMATS } from '../../store/webhooks/webhook';
import { SHOWN_ALERTS } from '../api/alerts/alerts';
import { HttpError } from '../kit/errors/http-error';
import { parseForm } from '../kit/reading/parse-form';
import { orShowWhy } from './show-refusal';

export interface AlertPageParts {
  readonly alerts: Pick<AlertDesk, 'latest'>;
  readonly webhooks: WebhookDesk;
  readonly release: string;
  readonly now: () => Date;
}

export interface AlertPages {
  /** GET /alerts */
  readonly show: RequestHandler;
  /** POST /alerts/webhooks */
  readonly create: RequestHandler;
  /** POST /alerts/webhooks/:id */
  readonly change: RequestHandler;
}

const LAST_DELIVERIES = 3;

export function alertPages({ alerts, webhooks, release, now }: AlertPageParts): AlertPages {
  async function show(res: Response, notice?: AccessNotice, made?: string | null): Promise<void> {
    const list = await webhooks.list();
    const view = alertsPage({
      release,
      now: now(),
      alerts: await alerts.latest(SHOWN_ALERTS),
      webhooks: await Promise.all(
        list.map(async (webhook) => ({
          webhook,
          deliveries: await webhooks.deliveries(webhook.id, LAST_DELIVERIES),
        })),
      ),
      ...(notice !== undefined && { notice }),
      ...(typeof made === 'string' && { made }),
    });
    res.set('Cache-Control', 'no-store').render('alerts', view);
  }

  /** @returns what is said above the page, and a secret that is shown once */
  async function carryOut(action: string | null, id: string): Promise<[string, string | null]> {
    switch (action) {
      case 'test':
        await webhooks.try(id);
        return [STRINGS.alertsTried, null];
      case 'off':
        return [text('alertsSwitchedOff', { name: (await webhooks.switch(id, false)).name }), null];
      case 'on':
        return [text('alertsSwitchedOn', { name: (await webhooks.switch(id, true)).name }), null];
      case 'secret': {
        const { webhook, secret } = await webhooks.renewSecret(id);
        return [text('alertsRenewed', { name: webhook.name }), secret];
      }
      case 'remove':
        await webhooks.remove(id);
        return [STRINGS.alertsRemoved, null];
      default:
        throw new HttpError('INVALID_BODY', STRINGS.alertsNoAction);
    }
  }

  return {
    show: (_req, res) => show(res),

    async create(req, res) {
      const form = await parseForm(req);
      await orShowWhy(
        res,
        async () => {
          const events = form.getAll('event').flatMap(asEvent);
          const { webhook, secret } = await webhooks.create({
            name: form.get('name') ?? '',
            url: form.get('url')?.trim() ?? '',
            format: WEBHOOK_FORMATS.find((format) => format === form.get('format')) ?? 'standard',
            events: events.length === 0 ? null : events,
            createdBy: nameOf(res.locals.actor ?? ANYBODY),
          });
          res.locals.auditObject = `webhook ${webhook.id} (${webhook.name})`;
          const words = text('alertsMade', { name: webhook.name });
          // No redirect: the secret would have to be in its address, or kept.
          await show(res.status(201), { level: 'good', words }, secret);
        },
        ({ message }) => show(res, { level: 'bad', words: message }),
      );
    },

    async change(req, res) {
      const form = await parseForm(req);
      await orShowWhy(
        res,
        async () => {
          const [words, secret] = await carryOut(form.get('action'), String(req.params.id));
          await show(res, { level: 'good', words }, secret);
        },
        ({ message }) => show(res, { level: 'bad', words: message }),
      );
    },
  };
}

function asEvent(name: string): EventType[] {
  const found = EVENT_TYPES.find((type) => type === name);
  return found === undefined ? [] : [found];
}
