import { ANYBODY, nameOf } from '../../../auth/actor';
import { createdKeyAnswer, keyAnswer } from './key-answer';
import { jsonBody } from '../../kit/bodies';
import { json } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import {
  changedKeyAnswerSchema,
  changeKeyBodySchema,
  createdKeyAnswerSchema,
  createKeyBodySchema,
  keysAnswerSchema,
  revokedKeyAnswerSchema,
  setupBodySchema,
  signingSecretAnswerSchema,
} from './keys-schema';
import type { AccessParts } from './access-parts';

export const listKeys = defineRoute({
  method: 'get',
  path: '/api/keys',
  name: 'listKeys',
  subject: 'access',
  scope: 'admin',
  needsAuth: true,
  limit: 'default',
  summary: 'Keys of the API, revoked ones included, without their secrets.',
  answer: json(keysAnswerSchema),
  errors: [],
  handler:
    ({ identities }: AccessParts) =>
    async () => ({ keys: (await identities.keys.list()).map(keyAnswer) }),
});

export const createKey = defineRoute({
  method: 'post',
  path: '/api/keys',
  name: 'createKey',
  subject: 'access',
  scope: 'admin',
  needsAuth: true,
  limit: 'default',
  summary: 'Makes a key; its answer alone has it.',
  body: jsonBody(createKeyBodySchema, { name: 'camera', role: 'labeler', scopes: ['predict'] }),
  answer: json(createdKeyAnswerSchema, { status: 201 }),
  errors: ['INVALID_KEY'],
  handler:
    ({ identities }: AccessParts) =>
    async ({ body, res }) => {
      const { name, role, scopes, expires_at: expiresAt, networks } = body;
      const made = await identities.keys.create({
        name,
        role,
        scopes,
        signing: body.signing,
        requestsPerMinute: body.requests_per_minute,
        expiresAt: expiresAt === undefined ? null : new Date(expiresAt).getTime(),
        networks,
        createdBy: nameOf(res.locals.actor ?? ANYBODY),
      });
      res.locals.auditObject = `key ${made.key.id} (${made.key.name})`;
      return createdKeyAnswer(made);
    },
});

export const changeKey = defineRoute({
  method: 'patch',
  path: '/api/keys/:id',
  name: 'changeKey',
  subject: 'access',
  scope: 'admin',
  needsAuth: true,
  limit: 'default',
  summary: 'Changes whether requests with a key are signed, and how often it may be used.',
  description: 'A key that has no signing secret yet needs one before its requests can be signed.',
  body: jsonBody(changeKeyBodySchema, { requests_per_minute: 60 }),
  answer: json(changedKeyAnswerSchema),
  errors: ['KEY_NOT_FOUND', 'INVALID_KEY'],
  handler:
    ({ identities }: AccessParts) =>
    async ({ req, body: { signing, requests_per_minute: requestsPerMinute } }) => {
      await identities.keys.change(String(req.params.id), {
        ...(signing !== undefined && { signing }),
        ...(requestsPerMinute !== undefined && { requestsPerMinute }),
      });
      return { message: 'The key is changed.' };
    },
});

export const renewSigningSecret = defineRoute({
  method: 'post',
  path: '/api/keys/:id/signing-secret',
  name: 'renewSigningSecret',
  subject: 'access',
  scope: 'admin',
  needsAuth: true,
  limit: 'default',
  summary: 'Gives a key another secret to sign with; those before it count for a day.',
  answer: json(signingSecretAnswerSchema, { status: 201 }),
  errors: ['KEY_NOT_FOUND'],
  handler:
    ({ identities }: AccessParts) =>
    async ({ req }) => {
      const { signingSecret, formerUntil } = await identities.keys.renewSecret(
        String(req.params.id),
      );
      return {
        signing_secret: signingSecret,
        former_until: new Date(formerUntil).toISOString(),
      };
    },
});

export const revokeKey = defineRoute({
  method: 'delete',
  path: '/api/keys/:id',
  name: 'revokeKey',
  subject: 'access',
  scope: 'admin',
  needsAuth: true,
  limit: 'default',
  summary: 'Revokes a key: it opens nothing from now on, on other instances a second later.',
  answer: json(revokedKeyAnswerSchema),
  errors: ['KEY_NOT_FOUND'],
  handler:
    ({ identities }: AccessParts) =>
    async ({ req }) => {
      await identities.keys.revoke(String(req.params.id));
      return { message: 'The key is revoked.' };
    },
});

export const setUp = defineRoute({
  method: 'post',
  path: '/api/setup',
  name: 'setUp',
  subject: 'access',
  scope: 'public',
  needsAuth: true,
  limit: 'sign-in',
  summary: 'Makes the first key of an administrator, with the token that the service printed.',
  body: jsonBody(setupBodySchema, { token: 'setup_…' }),
  answer: json(createdKeyAnswerSchema, { status: 201 }),
  errors: ['SETUP_REFUSED', 'INVALID_KEY'],
  handler:
    ({ identities }: AccessParts) =>
    async ({ body, res }) => {
      const made = await identities.firstAdmin.makeKey(body.token, body.name);
      res.locals.auditObject = `key ${made.key.id} (${made.key.name})`;
      return createdKeyAnswer(made);
    },
});
