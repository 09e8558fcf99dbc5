import { mustBeSignedIn, signedIn } from '../../access/own-session';
import { SESSION_COOKIE } from '../../access/session-cookie';
import type { AccessParts } from './access-parts';
import { json } from '../../kit/answers';
import { jsonBody } from '../../kit/bodies';
import { unauthenticated } from '../../kit/errors/unauthenticated';
import { defineRoute } from '../../kit/route';
import {
  accountAnswerSchema,
  changedAccountAnswerSchema,
  changePasswordBodySchema,
} from './account-schema';

const facts = { subject: 'access', scope: 'self', needsAuth: true } as const;

export const showAccount = defineRoute({
  ...facts,
  method: 'get',
  path: '/api/account',
  name: 'showAccount',
  limit: 'default',
  summary: 'Who asks, what they may, and where they are signed in.',
  answer: json(accountAnswerSchema),
  errors: [],
  handler:
    ({ identities }: Pick<AccessParts, 'identities'>) =>
    async ({ res }) => {
      const { actor } = res.locals;
      if (actor === undefined || actor.kind === 'anonymous' || actor.role === null) {
        throw unauthenticated('Send a key as Authorization: Bearer, or sign in.', false);
      }
      const person = signedIn(actor);
      const sessions = person === undefined ? [] : await identities.people.sessionsOf(person.id);
      return {
        kind: actor.kind,
        name: actor.name ?? '',
        role: actor.role,
        scopes: [...actor.permissions],
        sessions: sessions.map(({ tokenHash, createdAt, seenAt }) => ({
          created_at: new Date(createdAt).toISOString(),
          seen_at: new Date(seenAt).toISOString(),
          is_current: tokenHash === person?.sessionHash,
        })),
      };
    },
});

export const changeOwnPassword = defineRoute({
  ...facts,
  method: 'post',
  path: '/api/account/password',
  name: 'changeOwnPassword',
  limit: 'sign-in',
  summary: 'Changes the password of who is signed in; every other session of theirs ends.',
  description: 'The session that asks goes on under another cookie, which the answer sets.',
  body: jsonBody(changePasswordBodySchema, {
    old_password: 'correct horse battery staple',
    new_password: 'another horse, another battery',
  }),
  answer: json(changedAccountAnswerSchema),
  errors: ['INVALID_PERSON', 'SIGN_IN_BUSY'],
  handler:
    ({ identities }: Pick<AccessParts, 'identities'>) =>
    async ({ req, res, body }) => {
      const { id } = mustBeSignedIn(res);
      const { old_password: before, new_password: after } = body;
      SESSION_COOKIE.keep(req, res, await identities.people.changeOwnPassword(id, before, after));
      return { message: 'The password is changed; you are signed out everywhere else.' };
    },
});

export const endOwnSessions = defineRoute({
  ...facts,
  method: 'delete',
  path: '/api/account/sessions',
  name: 'endOwnSessions',
  limit: 'default',
  summary: 'Signs out in every browser, this one included.',
  answer: json(changedAccountAnswerSchema),
  errors: [],
  handler:
    ({ identities }: Pick<AccessParts, 'identities'>) =>
    async ({ req, res }) => {
      await identities.people.signOutEverywhere(mustBeSignedIn(res).id);
      SESSION_COOKIE.drop(req, res);
      return { message: 'You are signed out everywhere.' };
    },
});
