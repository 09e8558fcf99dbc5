import type { ClassReport } from '../../../evaluation/classification-report';
import type { Evaluation } from '../../../evaluation/metrics';
import type { EvaluationAnswer } from './model-evaluate-schema';

type Report = EvaluationAnswer['classification_report'];

/**
 * The report of an evaluation as scikit-learn's `classification_report(output_dict=True)` has it,
 * which clients of the Flask system read. A class that is called `accuracy`, `macro avg` or
 * `weighted avg` keeps its row; the averages are in the evaluation under names of their own, too.
 */
export function sklearnReport(evaluation: Evaluation): Report {
  const { images: support, classification_report: classes } = evaluation;
  const averages: [string, Report[string]][] = [
    ['accuracy', evaluation.accuracy],
    [
      'macro avg',
      row({
        precision: evaluation.precision_macro,
        recall: evaluation.recall_macro,
        f1: evaluation.f1_macro,
        support,
      }),
    ],
    [
      'weighted avg',
      row({
        precision: evaluation.precision_weighted,
        recall: evaluation.recall_weighted,
        f1: evaluation.f1_weighted,
        support,
      }),
    ],
  ];
  return Object.fromEntries([
    ...Object.entries(classes).map(([name, report]) => [name, row(report)] as const),
    ...averages.filter(([name]) => !Object.hasOwn(classes, name)),
  ]);
}

function row(report: ClassReport): Exclude<Report[string], number> {
  return { ...report, 'f1-score': report.f1 };
}
