import { findGoodModel } from './find-model';
import { json } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import { listedModel, modelAnswer } from './model-answer';
import { modelAnswerSchema, modelsAnswerSchema } from './models-schema';
import type { ModelParts } from './model-parts';

/** How many activations the list shows. */
const ACTIVATIONS = 20;

export const listModels = defineRoute({
  method: 'get',
  path: '/api/models',
  name: 'listModels',
  subject: 'models',
  scope: 'read',
  limit: 'default',
  summary: 'Every version on disk, the broken ones too, and the last changes of the active one.',
  description:
    '`gate` says whether its gate passed it, `metrics.own` how it does on your pictures.',
  answer: json(modelsAnswerSchema),
  errors: [],
  handler:
    ({ active, catalogue }: ModelParts) =>
    async () => {
      const entries = await catalogue.list();
      const activations = await active.history(ACTIVATIONS);
      const current = active.current?.version.name;
      return {
        active: current ?? null,
        pinned_to: active.pinnedTo ?? null,
        models: entries.map((entry) => listedModel(entry, current)),
        activations: activations.map(({ version, activatedAt, cause, job }) => ({
          version,
          activated_at: new Date(activatedAt).toISOString(),
          cause,
          job,
        })),
      };
    },
});

export const findOneModel = defineRoute({
  method: 'get',
  path: '/api/models/:version',
  name: 'findModel',
  subject: 'models',
  scope: 'read',
  limit: 'default',
  summary: "A version: its card, its files, and what its data has that its parent's had not.",
  answer: json(modelAnswerSchema),
  errors: ['MODEL_NOT_FOUND', 'MODEL_BROKEN'],
  handler:
    ({ active, catalogue }: ModelParts) =>
    async ({ req }) => {
      const entry = await findGoodModel(catalogue, String(req.params.version));
      const { parent } = entry.card;
      const parentEntry = parent === null ? undefined : await catalogue.find(parent);
      const goodParent = parentEntry?.kind === 'good' ? parentEntry : undefined;
      return modelAnswer(entry, goodParent, active.current?.version.name);
    },
});
