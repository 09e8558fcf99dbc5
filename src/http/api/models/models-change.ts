import { json } from '../../kit/answers';
import { jsonBody } from '../../kit/bodies';
import { defineRoute } from '../../kit/route';
import {
  deletedModelAnswerSchema,
  promoteBodySchema,
  promotedAnswerSchema,
} from './models-schema';
import type { ErrorCode } from '../../kit/errors/error-codes';
import type { ModelParts } from './model-parts';

/** What keeps a version from becoming the active one. */
const PROMOTION_ERRORS: readonly ErrorCode[] = [
  'MODEL_NOT_FOUND',
  'MODEL_BROKEN',
  'MODEL_PINNED',
  'MODEL_LOADING',
];

export const promoteModel = defineRoute({
  method: 'post',
  path: '/api/models/:version/promote',
  name: 'promoteModel',
  subject: 'models',
  scope: 'models:write',
  limit: 'promote',
  summary: 'From now on this version answers.',
  description: 'One that its gate has rejected is promoted with `force` only.',
  body: jsonBody(promoteBodySchema, { force: false }),
  answer: json(promotedAnswerSchema),
  errors: [...PROMOTION_ERRORS, 'MODEL_REJECTED'],
  handler:
    ({ modelOperations }: Pick<ModelParts, 'modelOperations'>) =>
    ({ req, body }) =>
      modelOperations.promote(String(req.params.version), body.force),
});

export const rollBackModel = defineRoute({
  method: 'post',
  path: '/api/models/rollback',
  name: 'rollBackModel',
  subject: 'models',
  scope: 'models:write',
  limit: 'promote',
  summary: 'The version before answers again.',
  answer: json(promotedAnswerSchema),
  errors: [...PROMOTION_ERRORS, 'NOTHING_TO_ROLL_BACK'],
  handler:
    ({ modelOperations }: Pick<ModelParts, 'modelOperations'>) =>
    () =>
      modelOperations.rollback(),
});

export const deleteModel = defineRoute({
  method: 'delete',
  path: '/api/models/:version',
  name: 'deleteModel',
  subject: 'models',
  scope: 'models:write',
  limit: 'promote',
  summary: 'Deletes a version: never the active one, nor one that is evaluated or retrained now.',
  answer: json(deletedModelAnswerSchema),
  errors: ['MODEL_NOT_FOUND', 'MODEL_ACTIVE', 'MODEL_IN_USE'],
  handler:
    ({ modelOperations }: Pick<ModelParts, 'modelOperations'>) =>
    ({ req }) =>
      modelOperations.remove(String(req.params.version)),
});
