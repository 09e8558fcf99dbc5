import { json } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import { driftAnswer, driftReportOf } from './drift-answer';
import { driftAnswerSchema, driftQuerySchema } from './drift-schema';
import type { OperationParts } from './operation-parts';

export const drift = defineRoute({
  method: 'get',
  path: '/api/drift',
  name: 'drift',
  subject: 'operation',
  scope: 'read',
  limit: 'default',
  summary:
    'Whether the pictures that come look like those that a version learned from, and how many predictions are right as far as can be said without labels.',
  query: driftQuerySchema,
  answer: json(driftAnswerSchema),
  errors: ['MODEL_NOT_FOUND', 'MODEL_BROKEN', 'MODEL_LOADING'],
  handler:
    (parts: OperationParts) =>
    async ({ query: { version } }) =>
      driftAnswer(await driftReportOf(parts, version)),
});
