import { ANYBODY, nameOf } from '../../../auth/actor';
import { keyAnswer } from './key-answer';
import { jsonBody } from '../../kit/bodies';
import { json } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import {
  createdKeyAnswerSchema,
  createKeyBodySchema,
  keysAnswerSchema,
  revokedKeyAnswerSchema,
  setupBodySchema,
} from './keys-schema';

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
    ({ identities }) =>
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
  body: jsonBody(createKeyBodySchema),
  answer: json(createdKeyAnswerSchema, { status: 201 }),
  errors: ['INVALID_KEY'],
  handler:
    ({ identities }) =>
    async ({ body, res }) => {
      const { name, role, scopes, expires_at: expiresAt, networks } = body;
      const { key, text } = await identities.keys.create({
        name,
        role,
        scopes,
        expiresAt: expiresAt === undefined ? null : new Date(expiresAt).getTime(),
        networks,
        createdBy: nameOf(res.locals.actor ?? ANYBODY),
      });
      res.locals.auditObject = `key ${key.id} (${key.name})`;
      return { ...keyAnswer(key), key: text };
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
    ({ identities }) =>
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
  body: jsonBody(setupBodySchema),
  answer: json(createdKeyAnswerSchema, { status: 201 }),
  errors: ['SETUP_REFUSED', 'INVALID_KEY'],
  handler:
    ({ identities }) =>
    async ({ body, res }) => {
      const { key, text } = await identities.firstAdmin.makeKey(body.token, body.name);
      res.locals.auditObject = `key ${key.id} (${key.name})`;
      return { ...keyAnswer(key), key: text };
    },
});
