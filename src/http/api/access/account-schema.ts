import { z } from 'zod';
import { PERMISSION_NAMES, ROLES } from '../../../config/permissions';

/** GET /api/account */
export const accountAnswerSchema = z
  .strictObject({
    kind: z.enum(['key', 'person', 'token']),
    name: z.string(),
    role: z.enum(ROLES),
    scopes: z.array(z.enum(PERMISSION_NAMES)),
    /** browsers in which the person is signed in, newest first; none for programs */
    sessions: z.array(
      z.strictObject({
        created_at: z.iso.datetime(),
        /** accurate to a minute */
        seen_at: z.iso.datetime(),
        /** whether it is the one that asks */
        is_current: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'AccountAnswer' });

/** JSON body of POST /api/account/password. */
export const changePasswordBodySchema = z
  .strictObject({
    old_password: z.string().max(1000),
    new_password: z.string().max(1000),
  })
  .meta({ id: 'ChangePasswordBody' });

/** POST /api/account/password, DELETE /api/account/sessions */
export const changedAccountAnswerSchema = z
  .strictObject({ message: z.string() })
  .meta({ id: 'ChangedAccountAnswer' });
