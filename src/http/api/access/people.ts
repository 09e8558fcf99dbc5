import type { Person } from '../../../store/people/person';
import { jsonBody } from '../../kit/bodies';
import { isoTime } from '../../kit/iso-time';
import { json } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import {
  addPersonBodySchema,
  changedPersonAnswerSchema,
  changePersonBodySchema,
  peopleAnswerSchema,
  personSchema,
} from './people-schema';
import type { AccessParts } from './access-parts';

const facts = { subject: 'access', scope: 'admin', needsAuth: true, limit: 'default' } as const;

export const listPeople = defineRoute({
  ...facts,
  method: 'get',
  path: '/api/people',
  name: 'listPeople',
  summary: 'Who can sign in.',
  answer: json(peopleAnswerSchema),
  errors: [],
  handler:
    ({ identities }: AccessParts) =>
    async () => ({ people: (await identities.people.list()).map(personAnswer) }),
});

export const addPerson = defineRoute({
  ...facts,
  method: 'post',
  path: '/api/people',
  name: 'addPerson',
  summary: 'Adds somebody who can sign in.',
  body: jsonBody(addPersonBodySchema, {
    name: 'ada',
    role: 'labeler',
    password: 'correct horse battery staple',
  }),
  answer: json(personSchema, { status: 201 }),
  errors: ['INVALID_PERSON', 'PERSON_EXISTS', 'SIGN_IN_BUSY'],
  handler:
    ({ identities }: AccessParts) =>
    async ({ body, res }) => {
      const person = await identities.people.add(body);
      res.locals.auditObject = `person ${person.id} (${person.name}, ${person.role})`;
      return personAnswer(person);
    },
});

export const changePerson = defineRoute({
  ...facts,
  method: 'patch',
  path: '/api/people/:id',
  name: 'changePerson',
  summary: 'Changes a role or a password, or locks somebody out; the person has to sign in again.',
  body: jsonBody(changePersonBodySchema, { role: 'operator' }),
  answer: json(changedPersonAnswerSchema),
  errors: ['INVALID_PERSON', 'PERSON_NOT_FOUND', 'LAST_ADMIN', 'SIGN_IN_BUSY'],
  handler:
    ({ identities }: AccessParts) =>
    async ({ req, body }) => {
      await identities.people.change(String(req.params.id), body);
      return { message: 'The person is changed, and has to sign in again.' };
    },
});

export const removePerson = defineRoute({
  ...facts,
  method: 'delete',
  path: '/api/people/:id',
  name: 'removePerson',
  summary: 'Removes somebody, and signs them out everywhere.',
  answer: json(changedPersonAnswerSchema),
  errors: ['PERSON_NOT_FOUND', 'LAST_ADMIN'],
  handler:
    ({ identities }: AccessParts) =>
    async ({ req }) => {
      await identities.people.remove(String(req.params.id));
      return { message: 'The person is removed.' };
    },
});

export const signPersonOut = defineRoute({
  ...facts,
  method: 'delete',
  path: '/api/people/:id/sessions',
  name: 'signPersonOut',
  summary: 'Signs somebody out everywhere.',
  answer: json(changedPersonAnswerSchema),
  errors: [],
  handler:
    ({ identities }: AccessParts) =>
    async ({ req }) => {
      await identities.people.signOutEverywhere(String(req.params.id));
      return { message: 'The person is signed out everywhere.' };
    },
});

function personAnswer({
  id,
  name,
  role,
  createdAt,
  external,
  disabledAt,
}: Person): ReturnType<typeof personSchema.parse> {
  return {
    id,
    name,
    role,
    created_at: new Date(createdAt).toISOString(),
    external,
    disabled_at: isoTime(disabledAt),
  };
}
