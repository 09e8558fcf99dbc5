import { z } from 'zod';
import { ROLES } from '../../../config/permissions';

const password = z.string().max(1000);

/** JSON body of POST /api/people. */
export const addPersonBodySchema = z
  .strictObject({
    /** letters, digits and any of . _ @ + - */
    name: z.string().max(64),
    role: z.enum(ROLES),
    /** at least 12 characters */
    password,
  })
  .meta({ id: 'AddPersonBody' });

/** JSON body of PATCH /api/people/:id; the person has to sign in again. */
export const changePersonBodySchema = z
  .strictObject({
    role: z.enum(ROLES).optional(),
    password: password.optional(),
    /** whether the person may do nothing here any more */
    disabled: z.boolean().optional(),
  })
  .meta({ id: 'ChangePersonBody' });

export const personSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    created_at: z.iso.datetime(),
    /** who the person is at the identity provider; null for those who have a password here */
    external: z.strictObject({ issuer: z.string(), subject: z.string() }).nullable(),
    /** since when the person may do nothing here; null for those who may sign in */
    disabled_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Person' });

/** GET /api/people, by name. */
export const peopleAnswerSchema = z
  .strictObject({ people: z.array(personSchema) })
  .meta({ id: 'PeopleAnswer' });

/** PATCH and DELETE /api/people/:id, DELETE /api/people/:id/sessions */
export const changedPersonAnswerSchema = z
  .strictObject({ message: z.string() })
  .meta({ id: 'ChangedPersonAnswer' });
