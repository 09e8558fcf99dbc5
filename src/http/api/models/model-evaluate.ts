import { ownValue } from '../../../config/named-values';
import { clientSignal } from '../../kit/client-signal';
import { despiteChanges } from './despite-changes';
import { findGoodModel } from './find-model';
import { json } from '../../kit/answers';
import { jsonBody } from '../../kit/bodies';
import { defineRoute } from '../../kit/route';
import { sklearnReport } from './sklearn-report';
import { evaluateBodySchema, evaluationAnswerSchema } from './model-evaluate-schema';
import type { ModelParts } from './model-parts';

export const evaluateModel = defineRoute({
  method: 'post',
  path: '/api/model/evaluate',
  name: 'evaluateModel',
  subject: 'models',
  scope: 'train',
  limit: 'evaluate',
  summary: 'Judges a version, in a process of its own.',
  description: '`on` is `held_out`, `test`, `samples` or `test_set`.',
  body: jsonBody(evaluateBodySchema, { on: 'held_out' }),
  answer: json(evaluationAnswerSchema),
  errors: [
    'MODEL_NOT_FOUND',
    'MODEL_BROKEN',
    'MODEL_LOADING',
    'EVALUATION_RUNNING',
    'EVALUATION_DATA_MISSING',
  ],
  handler:
    (parts: ModelParts) =>
    async ({ res, body }) => {
      const { catalogue, evaluator, monotonicMs, now, state } = parts;
      const signal = AbortSignal.any([clientSignal(res), state.stopSignal]);
      const { version = state.requireModel().version.name, on } = body;
      await findGoodModel(catalogue, version);
      const startedMs = monotonicMs();
      const report = await despiteChanges([version], parts, () =>
        evaluator.evaluate([version], on, signal),
      );
      const [{ class_names, unknown_labels, evaluation }] = report.versions as [
        (typeof report.versions)[number],
      ];
      return {
        version,
        on,
        data: report.data,
        class_names: [...class_names],
        unknown_labels: { ...unknown_labels },
        classes_without_images: class_names.filter(
          (name) => ownValue(evaluation.classification_report, name)?.support === 0,
        ),
        duration_ms: Math.round(monotonicMs() - startedMs),
        ...evaluation,
        classification_report: sklearnReport(evaluation),
        evaluation_timestamp: now().toISOString(),
      };
    },
});
