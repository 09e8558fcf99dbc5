import { z } from 'zod';
import { PERMISSION_NAMES, ROLES } from '../../../config/permissions';
import { SIGNING_MODES } from '../../../store/keys/api-key';

const MAX_NETWORKS = 100;

/** whether requests may or must be signed; `off`, `optional` or `required` */
const signing = z.enum(SIGNING_MODES);
const requestsPerMinute = z.int().min(1).max(1_000_000);

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
    /** whether its requests may or must be signed, with a secret that the answer has */
    signing: signing.default('off'),
    /** how often it may be used in a minute, in place of what each client may; left out for that */
    requests_per_minute: requestsPerMinute.optional(),
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
  signing,
  /** null for what each client may */
  requests_per_minute: requestsPerMinute.nullable(),
});

/** JSON body of PATCH /api/keys/:id. */
export const changeKeyBodySchema = z
  .strictObject({
    signing: signing.optional(),
    /** null for what each client may */
    requests_per_minute: requestsPerMinute.nullable().optional(),
  })
  .refine(
    (change) => change.signing !== undefined || change.requests_per_minute !== undefined,
    'must name signing, requests_per_minute, or both',
  )
  .meta({ id: 'ChangeKeyBody' });

/** PATCH /api/keys/:id */
export const changedKeyAnswerSchema = z
  .strictObject({ message: z.string() })
  .meta({ id: 'ChangedKeyAnswer' });

/** POST /api/keys/:id/signing-secret */
export const signingSecretAnswerSchema = z
  .strictObject({
    /** what requests are signed with from now on: this answer alone has it */
    signing_secret: z.string(),
    /** until when those before it count */
    former_until: z.iso.datetime(),
  })
  .meta({ id: 'SigningSecretAnswer' });

/** GET /api/keys, newest first. */
export const keysAnswerSchema = z
  .strictObject({ keys: z.array(keySchema) })
  .meta({ id: 'KeysAnswer' });

/** POST /api/keys */
export const createdKeyAnswerSchema = keySchema
  .extend({
    /** the whole key: this answer alone has it */
    key: z.string(),
    /** what its requests are signed with: this answer alone has it; null where they are not */
    signing_secret: z.string().nullable(),
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
