import { z } from 'zod';
import { ALERT_KINDS, EVENT_TYPES } from '../../../alerts/events';
import { DELIVERY_STATES, WEBHOOK_FORMATS } from '../../../store/webhooks/webhook';

export const alertSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(ALERT_KINDS),
  /** the version or instance that it is about */
  subject: z.string(),
  /** one sentence */
  text: z.string(),
  raised_at: z.iso.datetime(),
  /** null while it holds */
  cleared_at: z.iso.datetime().nullable(),
});

/** GET /api/alerts, newest first. */
export const alertsAnswerSchema = z
  .strictObject({ alerts: z.array(alertSchema) })
  .meta({ id: 'AlertsAnswer' });

/** JSON body of POST /api/webhooks. */
export const createWebhookBodySchema = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    /** an address that WEBHOOK_HOSTS allows */
    url: z.string().min(1).max(2000),
    format: z.enum(WEBHOOK_FORMATS).default('standard'),
    /** left out for all of them */
    events: z.array(z.enum(EVENT_TYPES)).min(1).optional(),
  })
  .meta({ id: 'CreateWebhookBody' });

/** JSON body of PATCH /api/webhooks/:id. */
export const changeWebhookBodySchema = z
  .strictObject({
    /** false: it is told nothing; true: it is told of what happens from now on */
    enabled: z.boolean(),
  })
  .meta({ id: 'ChangeWebhookBody' });

/** A webhook without its secret and without its address, which may be one. */
export const webhookSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    format: z.enum(WEBHOOK_FORMATS),
    host: z.string(),
    /** null for all of them */
    events: z.array(z.enum(EVENT_TYPES)).nullable(),
    created_at: z.iso.datetime(),
    created_by: z.string(),
    /** null while it is told of events */
    disabled_at: z.iso.datetime().nullable(),
    /** why it was switched off, where nobody has done that by hand */
    disabled_reason: z.string().nullable(),
  })
  .meta({ id: 'Webhook' });

/** GET /api/webhooks, oldest first. */
export const webhooksAnswerSchema = z
  .strictObject({ webhooks: z.array(webhookSchema) })
  .meta({ id: 'WebhooksAnswer' });

/** POST /api/webhooks, and a new secret */
export const madeWebhookAnswerSchema = webhookSchema
  .extend({
    /** for checking signatures: this answer alone has it; null where the format has none */
    secret: z.string().nullable(),
  })
  .meta({ id: 'MadeWebhookAnswer' });

/** DELETE /api/webhooks/:id */
export const removedWebhookAnswerSchema = z
  .strictObject({ message: z.string() })
  .meta({ id: 'RemovedWebhookAnswer' });

/** POST /api/webhooks/:id/test */
export const triedWebhookAnswerSchema = z
  .strictObject({ event_id: z.string() })
  .meta({ id: 'TriedWebhookAnswer' });

/** GET /api/webhooks/:id/deliveries, newest first. */
export const deliveriesAnswerSchema = z
  .strictObject({
    deliveries: z.array(
      z.strictObject({
        event_id: z.string(),
        type: z.enum(EVENT_TYPES),
        state: z.enum(DELIVERY_STATES),
        attempts: z.int().min(0),
        created_at: z.iso.datetime(),
        /** null once it has ended */
        next_at: z.iso.datetime().nullable(),
        ended_at: z.iso.datetime().nullable(),
        /** what the last attempt came to; null before the first */
        outcome: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'DeliveriesAnswer' });

export type AlertAnswer = z.infer<typeof alertSchema>;
export type WebhookAnswer = z.infer<typeof webhookSchema>;
export type DeliveriesAnswer = z.infer<typeof deliveriesAnswerSchema>;
