import { ownValue } from '../config/named-values';
import type { EvaluatedVersion, EvaluationReport } from '../evaluation/apart/evaluation-task';
import type { CompareQuery, ComparisonAnswer } from './schemas/models';

/** Below it, a difference is hardly chance. */
const SIGNIFICANT = 0.05;

/** Two judged versions, side by side. */
export function comparisonAnswer(
  query: CompareQuery,
  { data, versions, comparison }: EvaluationReport,
  active: string | undefined,
): ComparisonAnswer {
  const [a, b] = versions as [EvaluatedVersion, EvaluatedVersion];
  const classes = [...new Set([...a.class_names, ...b.class_names])];
  return {
    on: query.on,
    data,
    a: compared(a, active),
    b: compared(b, active),
    per_class: Object.fromEntries(
      classes.map((name) => {
        const ofA = ownValue(a.evaluation.classification_report, name) ?? null;
        const ofB = ownValue(b.evaluation.classification_report, name) ?? null;
        const difference = ofA === null || ofB === null ? null : ofB.f1 - ofA.f1;
        return [name, { a: ofA, b: ofB, f1_difference: difference }];
      }),
    ),
    mcnemar:
      comparison?.kind === 'test'
        ? { ...comparison.test, significant: comparison.test.p_value < SIGNIFICANT }
        : null,
    reason: comparison?.kind === 'none' ? comparison.reason : null,
    urls: { chart: `/api/models/compare.svg?${new URLSearchParams(query).toString()}` },
  };
}

function compared(
  { version, evaluation, left_out }: EvaluatedVersion,
  active: string | undefined,
): ComparisonAnswer['a'] {
  return {
    version,
    active: version === active,
    metrics: {
      images: evaluation.images,
      accuracy: evaluation.accuracy,
      precision_macro: evaluation.precision_macro,
      precision_weighted: evaluation.precision_weighted,
      recall_macro: evaluation.recall_macro,
      recall_weighted: evaluation.recall_weighted,
      f1_macro: evaluation.f1_macro,
      f1_weighted: evaluation.f1_weighted,
      expected_calibration_error: evaluation.calibration.expected_calibration_error,
    },
    left_out: { ...left_out },
  };
}
