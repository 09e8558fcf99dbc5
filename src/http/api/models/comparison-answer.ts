import { ownValue } from '../../../config/named-values';
import { labelKey } from '../../../dataset/samples/label';
import type { EvaluatedVersion, EvaluationReport } from '../../../evaluation/apart/evaluation-task';
import type { ClassReport } from '../../../evaluation/classification-report';
import { wilsonInterval } from '../../../evaluation/share-of-pictures';
import type { OwnPictures } from '../../../registry/own-pictures';
import { ownSummary } from './own-summary';
import type { ComparedOn, ComparisonAnswer } from './models-schema';

/** Below it, a difference is hardly chance. */
const SIGNIFICANT = 0.05;

/** What the cards of two versions say of their users' pictures. */
export interface OwnOfBoth {
  readonly a: OwnPictures | null;
  readonly b: OwnPictures | null;
}

/** Two judged versions, side by side. */
export function comparisonAnswer(
  query: ComparedOn,
  { data, versions, comparison }: EvaluationReport,
  active: string | undefined,
  own: OwnOfBoth,
): ComparisonAnswer {
  const [a, b] = versions as [EvaluatedVersion, EvaluatedVersion];
  const [reportsOfA, reportsOfB] = [reportsByKey(a), reportsByKey(b)];
  // A class is the same however either version writes it.
  const classes = new Map(
    [...b.class_names, ...a.class_names].map((name) => [labelKey(name), name]),
  );
  const keys = new Set([...a.class_names, ...b.class_names].map(labelKey));
  return {
    on: query.on,
    data,
    a: compared(a, active, own.a),
    b: compared(b, active, own.b),
    per_class: Object.fromEntries(
      [...keys].map((key) => {
        const ofA = reportsOfA.get(key) ?? null;
        const ofB = reportsOfB.get(key) ?? null;
        const difference = ofA === null || ofB === null ? null : ofB.f1 - ofA.f1;
        return [classes.get(key)!, { a: ofA, b: ofB, f1_difference: difference }];
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

function reportsByKey({ class_names, evaluation }: EvaluatedVersion): Map<string, ClassReport> {
  const { classification_report: reports } = evaluation;
  return new Map(class_names.map((name) => [labelKey(name), ownValue(reports, name)!]));
}

function compared(
  { version, evaluation, unknown_labels }: EvaluatedVersion,
  active: string | undefined,
  own: OwnPictures | null,
): ComparisonAnswer['a'] {
  return {
    version,
    active: version === active,
    metrics: {
      images: evaluation.images,
      accuracy: evaluation.accuracy,
      accuracy_interval: wilsonInterval(evaluation.accuracy, evaluation.images),
      precision_macro: evaluation.precision_macro,
      precision_weighted: evaluation.precision_weighted,
      recall_macro: evaluation.recall_macro,
      recall_weighted: evaluation.recall_weighted,
      f1_macro: evaluation.f1_macro,
      f1_weighted: evaluation.f1_weighted,
      expected_calibration_error: evaluation.calibration.expected_calibration_error,
    },
    unknown_labels: { ...unknown_labels },
    own: ownSummary(own),
  };
}
