import type { RequestHandler, Response } from 'express';
import { ownValue } from '../../config/named-values';
import { clientSignal } from '../client-signal';
import { refuseEvaluation } from '../evaluation-refusal';
import { findGoodModel } from '../find-model';
import type { HttpParts } from '../http-parts';
import { sklearnReport } from '../sklearn-report';
import { parseBody } from '../parse-body';
import { evaluateBodySchema, type EvaluationAnswer } from '../schemas/model-evaluate';

type Parts = Pick<
  HttpParts,
  'active' | 'catalogue' | 'evaluator' | 'monotonicMs' | 'now' | 'state'
>;

/** POST /api/model/evaluate: judges a version, in a process of its own. */
export function evaluateModel(parts: Parts): RequestHandler {
  const { catalogue, evaluator, monotonicMs, now, state } = parts;
  return async (req, res: Response<EvaluationAnswer>) => {
    const signal = AbortSignal.any([clientSignal(res), state.stopSignal]);
    const { version = state.requireModel().version.name, on } = await parseBody(
      evaluateBodySchema,
      req,
    );
    await findGoodModel(catalogue, version);
    const startedMs = monotonicMs();
    const report = await evaluator
      .evaluate([version], on, signal)
      .catch((error: unknown) => refuseEvaluation(error, [version], parts));
    const [{ class_names, unknown_labels, evaluation }] = report.versions as [
      (typeof report.versions)[number],
    ];
    res.json({
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
    });
  };
}
