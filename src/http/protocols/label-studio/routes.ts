import { json, Reply } from '../../kit/answers';
import { jsonBody, streamedBody } from '../../kit/bodies';
import { defineRoute, type Route } from '../../kit/route';
import { readProtocolJson } from '../read-body';
import { EXAMPLE_CONFIG } from './example-task';
import { healthAnswerSchema, setupAnswerSchema, setupBodySchema } from './schemas';
import { labelStudioWebhook } from './webhook';
import type { ProtocolParts } from '../protocol-parts';

const labelStudioHealth = defineRoute({
  method: 'get',
  path: '/label-studio/health',
  name: 'labelStudioHealth',
  subject: 'protocols',
  scope: 'public',
  limit: 'none',
  summary: 'Label Studio: whether predictions are answered.',
  answer: json(healthAnswerSchema, { others: [[503, healthAnswerSchema]] }),
  errors: [],
  handler:
    ({ state }: ProtocolParts) =>
    () => {
      const { isServing } = state;
      return new Reply(
        { status: isServing ? ('UP' as const) : ('DOWN' as const), model_class: 'ImageClassifier' },
        { status: isServing ? 200 : 503 },
      );
    },
});

const labelStudioSetup = defineRoute({
  method: 'post',
  path: '/label-studio/setup',
  name: 'labelStudioSetup',
  subject: 'protocols',
  scope: 'read',
  limit: 'default',
  summary: 'Label Studio: which version will answer for a project.',
  description:
    'Nothing of the project is kept. The address and the token that Label Studio sends are not used: who may be asked for pictures is a setting of this service.',
  body: streamedBody({
    form: [],
    files: [],
    json: jsonBody(setupBodySchema, { schema: EXAMPLE_CONFIG }),
  }),
  answer: json(setupAnswerSchema),
  errors: ['MODEL_LOADING'],
  handler:
    ({ state, uploads }: ProtocolParts) =>
    async ({ req, res }) => {
      await readProtocolJson(setupBodySchema, req, res, uploads.memory);
      return { model_version: state.requireModel().version.name };
    },
});

/** Everything under `/label-studio` but the route that classifies. */
export const LABEL_STUDIO_ROUTES: readonly Route<ProtocolParts>[] = [
  labelStudioHealth,
  labelStudioSetup,
  labelStudioWebhook,
];
