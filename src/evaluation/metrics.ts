import type { Metrics } from '../registry/card';
import { argMax } from './accuracy';
import { aucOf, rocCurve, type RocCurve } from './roc';

/** How well one class is recognised; all in 0-1. */
export interface ClassReport {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Images of the class. */
  readonly support: number;
}

/** The metrics of a card, with what they were computed from class by class. */
export interface Evaluation extends Metrics {
  classification_report: Record<string, ClassReport>;
  roc_curves: Record<string, RocCurve>;
}

/**
 * Classification metrics as scikit-learn defines them (a precision or recall without any
 * prediction or image counts as 0).
 *
 * @param probabilities float32, [n, classes], row-major
 * @param labels [n], n ≥ 1
 */
export function evaluateClassification(
  probabilities: Float32Array,
  labels: Uint8Array,
  classNames: readonly string[],
): Evaluation {
  const classes = classNames.length;
  if (labels.length === 0 || probabilities.length !== labels.length * classes) {
    throw new RangeError(
      `${probabilities.length} probabilities do not fit ${labels.length} images of ${classes} classes`,
    );
  }
  const confusion = confusionMatrix(probabilities, labels, classes);
  const reports = classNames.map((_, c) => classReport(confusion, c));
  const weightedBy = (
    value: (report: ClassReport) => number,
    weight: (r: ClassReport) => number,
  ): number => reports.reduce((sum, r) => sum + value(r) * weight(r), 0);
  const macro = (key: keyof ClassReport): number =>
    weightedBy(
      (r) => r[key],
      () => 1 / classes,
    );
  const weighted = (key: keyof ClassReport): number =>
    weightedBy(
      (r) => r[key],
      (r) => r.support / labels.length,
    );
  const curves = classNames.map((_, c) => rocCurve(column(probabilities, c, classes), labels, c));

  return {
    images: labels.length,
    accuracy: confusion.reduce((sum, row, c) => sum + row[c]!, 0) / labels.length,
    precision_macro: macro('precision'),
    precision_weighted: weighted('precision'),
    recall_macro: macro('recall'),
    recall_weighted: weighted('recall'),
    f1_macro: macro('f1'),
    f1_weighted: weighted('f1'),
    confusion_matrix: confusion,
    auc_per_class: byName(classNames, curves.map(aucOf)),
    classification_report: byName(classNames, reports),
    roc_curves: byName(classNames, curves),
  };
}

/** The part of an evaluation that a card keeps. */
export function metricsOf(evaluation: Evaluation): Metrics {
  const metrics: Partial<Evaluation> = { ...evaluation };
  delete metrics.classification_report;
  delete metrics.roc_curves;
  return metrics as Metrics;
}

function confusionMatrix(
  probabilities: Float32Array,
  labels: Uint8Array,
  classes: number,
): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [i, label] of labels.entries()) {
    matrix[label]![argMax(probabilities, i * classes, classes)]!++;
  }
  return matrix;
}

function classReport(confusion: readonly (readonly number[])[], c: number): ClassReport {
  const hits = confusion[c]![c]!;
  const support = confusion[c]!.reduce((sum, n) => sum + n, 0);
  const predicted = confusion.reduce((sum, row) => sum + row[c]!, 0);
  const precision = predicted === 0 ? 0 : hits / predicted;
  const recall = support === 0 ? 0 : hits / support;
  const f1 = hits === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1, support };
}

function column(rows: Float32Array, index: number, width: number): Float32Array {
  return Float32Array.from({ length: rows.length / width }, (_, i) => rows[i * width + index]!);
}

function byName<T>(names: readonly string[], values: readonly T[]): Record<string, T> {
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
}
