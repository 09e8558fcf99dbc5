import { z } from 'zod';
import { PERMISSION_NAMES, ROLES } from '../../../config/permissions';

const MAX_NETWORKS = 100;

/** JSON body of POST /api/keys. */
export const createKeyBodySchema = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    role: z.enum(ROLES),
    /** narrows what the role may; left out for all of it */
    scopes: z.array(z.enum(PERMISSION_NAMES)).min(1).optional(),
    /** left out for a key that does not expire */
    expires_at: z.iso.datetime({ offset: true }).optional(),
    /** addresses and networks that it may be used from, such as 10.0.0.0/8; left out for any */
    networks: z.array(z.string().max(64)).max(MAX_NETWORKS).optional(),
  })
  .meta({ id: 'CreateKeyBody' });

export const keySchema = z.strictObject({
  /** the part of the key that is no secret */
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  /** null for all that the role may */
  scopes: z.array(z.enum(PERMISSION_NAMES)).nullable(),
  networks: z.array(z.string()),
  created_at: z.iso.datetime(),
  created_by: z.string(),
  expires_at: z.iso.datetime().nullable(),
  /** accurate to a minute */
  last_used_at: z.iso.datetime().nullable(),
  revoked_at: z.iso.datetime().nullable(),
});

/** GET /api/keys, newest first. */
export const keysAnswerSchema = z
  .strictObject({ keys: z.array(keySchema) })
  .meta({ id: 'KeysAnswer' });

/** POST /api/keys */
export const createdKeyAnswerSchema = keySchema
  .extend({
    /** the whole key: this answer alone has it */
    key: z.string(),
  })
  .meta({ id: 'CreatedKeyAnswer' });

/** DELETE /api/keys/:id */
export const revokedKeyAnswerSchema = z
  .strictObject({ message: z.string() })
  .meta({ id: 'RevokedKeyAnswer' });

/** JSON body of POST /api/setup. */
export const setupBodySchema = z
  .strictObject({
    /** as the service printed it at its start */
    token: z.string().max(200),
    /** of the key */
    name: z.string().trim().min(1).max(100).default('first administrator'),
  })
  .meta({ id: 'SetupBody' });

export type KeyAnswer = z.infer<typeof keySchema>;
export type CreateKeyBody = z.infer<typeof createKeyBodySchema>;
