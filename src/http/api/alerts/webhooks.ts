import { ANYBODY, nameOf } from '../../../auth/actor';
import { json } from '../../kit/answers';
import { jsonBody } from '../../kit/bodies';
import { defineRoute } from '../../kit/route';
import { deliveriesAnswer, webhookAnswer } from './alert-answers';
import {
  changeWebhookBodySchema,
  createWebhookBodySchema,
  deliveriesAnswerSchema,
  madeWebhookAnswerSchema,
  removedWebhookAnswerSchema,
  triedWebhookAnswerSchema,
  webhookSchema,
  webhooksAnswerSchema,
} from './alerts-schema';
import type { AlertParts } from './alert-parts';

/** Deliveries of a webhook that the API and the page show. */
export const SHOWN_DELIVERIES = 50;

const common = { subject: 'operation', scope: 'admin', limit: 'default' } as const;

export const listWebhooks = defineRoute({
  ...common,
  method: 'get',
  path: '/api/webhooks',
  name: 'listWebhooks',
  summary: 'The addresses that are told of events, without their secrets.',
  answer: json(webhooksAnswerSchema),
  errors: [],
  handler:
    ({ webhooks }: AlertParts) =>
    async () => ({ webhooks: (await webhooks.list()).map(webhookAnswer) }),
});

export const createWebhook = defineRoute({
  ...common,
  method: 'post',
  path: '/api/webhooks',
  name: 'createWebhook',
  summary: 'Has an address told of events; the answer alone has the secret that signs them.',
  description:
    'Bodies are signed as Standard Webhooks says, or have the form that Slack or Teams read.',
  body: jsonBody(createWebhookBodySchema, {
    name: 'on call',
    url: 'https://hooks.example.org/classifier',
  }),
  answer: json(madeWebhookAnswerSchema, { status: 201 }),
  errors: ['INVALID_WEBHOOK', 'TOO_MANY_WEBHOOKS', 'WEBHOOKS_OFF'],
  handler:
    ({ webhooks }: AlertParts) =>
    async ({ body, res }) => {
      const createdBy = nameOf(res.locals.actor ?? ANYBODY);
      const { webhook, secret } = await webhooks.create({ ...body, createdBy });
      res.locals.auditObject = `webhook ${webhook.id} (${webhook.name})`;
      return { ...webhookAnswer(webhook), secret };
    },
});

export const changeWebhook = defineRoute({
  ...common,
  method: 'patch',
  path: '/api/webhooks/:id',
  name: 'changeWebhook',
  summary: 'Switches a webhook on or off.',
  body: jsonBody(changeWebhookBodySchema, { enabled: false }),
  answer: json(webhookSchema),
  errors: ['WEBHOOK_NOT_FOUND'],
  handler:
    ({ webhooks }: AlertParts) =>
    async ({ req, body }) =>
      webhookAnswer(await webhooks.switch(String(req.params.id), body.enabled)),
});

export const removeWebhook = defineRoute({
  ...common,
  method: 'delete',
  path: '/api/webhooks/:id',
  name: 'removeWebhook',
  summary: 'Removes a webhook, and what it was still to be told.',
  answer: json(removedWebhookAnswerSchema),
  errors: ['WEBHOOK_NOT_FOUND'],
  handler:
    ({ webhooks }: AlertParts) =>
    async ({ req }) => {
      await webhooks.remove(String(req.params.id));
      return { message: 'The webhook is removed.' };
    },
});

export const renewWebhookSecret = defineRoute({
  ...common,
  method: 'post',
  path: '/api/webhooks/:id/secret',
  name: 'renewWebhookSecret',
  summary: 'Gives a webhook a new secret; until the next one, the one before signs as well.',
  answer: json(madeWebhookAnswerSchema),
  errors: ['WEBHOOK_NOT_FOUND', 'INVALID_WEBHOOK'],
  handler:
    ({ webhooks }: AlertParts) =>
    async ({ req }) => {
      const { webhook, secret } = await webhooks.renewSecret(String(req.params.id));
      return { ...webhookAnswer(webhook), secret };
    },
});

export const tryWebhook = defineRoute({
  ...common,
  method: 'post',
  path: '/api/webhooks/:id/test',
  name: 'tryWebhook',
  summary: 'Sends an event that says nothing but that it is a trial.',
  answer: json(triedWebhookAnswerSchema, { status: 202 }),
  errors: ['WEBHOOK_NOT_FOUND'],
  handler:
    ({ webhooks }: AlertParts) =>
    async ({ req }) => ({ event_id: await webhooks.try(String(req.params.id)) }),
});

export const listDeliveries = defineRoute({
  ...common,
  method: 'get',
  path: '/api/webhooks/:id/deliveries',
  name: 'listDeliveries',
  summary: 'What a webhook was told last, and what came of it, newest first.',
  answer: json(deliveriesAnswerSchema),
  errors: ['WEBHOOK_NOT_FOUND'],
  handler:
    ({ webhooks }: AlertParts) =>
    async ({ req }) =>
      deliveriesAnswer(await webhooks.deliveries(String(req.params.id), SHOWN_DELIVERIES)),
});
