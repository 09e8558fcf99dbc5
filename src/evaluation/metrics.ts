import type { Metrics } from '../registry/card';
import { argMax } from './accuracy';
import { softmaxRows } from './calibration';
import { expectedCalibrationError, reliabilityBins } from './calibration-error';
import { classificationReport, classReports, type ClassReport } from './classification-report';
import { aucOf, rocCurve, type RocCurve } from './roc';
import { thinCurve } from './thin-curve';

/** The metrics of a card, with precision, recall and F1 class by class. */
export interface Evaluation extends Metrics {
  classification_report: Record<string, ClassReport>;
}

const CURVE_POINTS = 100;
/** Finer than the steps of a curve over 10,000 images. */
const CURVE_DIGITS = 5;

/**
 * Everything about the logits of a version's head: {@link evaluateClassification} with its
 * temperature, and the calibration error without it.
 *
 * @param logits float32, [n, classes], row-major, not divided by the temperature
 * @param labels [n], n ≥ 1
 */
export function evaluateLogits(
  logits: Float32Array,
  labels: Uint8Array | Uint16Array,
  classNames: readonly string[],
  temperature: number,
): Evaluation {
  return evaluateClassification(
    softmaxRows(logits, classNames.length, temperature),
    labels,
    classNames,
    softmaxRows(logits, classNames.length, 1),
  );
}

/**
 * Classification metrics as scikit-learn defines them, but for the macro averages, which are over
 * the classes that have images: nothing is known of how well others are found. A precision or recall
 * without any prediction or image counts as 0. A class without images, or without any others, has no
 * ROC curve.
 *
 * @param probabilities float32, [n, classes], row-major, with the temperature applied
 * @param labels [n], n ≥ 1
 * @param uncalibrated the same without the temperature; by default there is none
 */
export function evaluateClassification(
  probabilities: Float32Array,
  labels: Uint8Array | Uint16Array,
  classNames: readonly string[],
  uncalibrated: Float32Array = probabilities,
): Evaluation {
  const classes = classNames.length;
  if (labels.length === 0 || probabilities.length !== labels.length * classes) {
    throw new RangeError(
      `${probabilities.length} probabilities do not fit ${labels.length} images of ${classes} classes`,
    );
  }
  const confusion = confusionMatrix(probabilities, labels, classes);
  const curves = curvesByClass(probabilities, labels, classNames);
  const bins = reliabilityBins(probabilities, labels);
  return {
    images: labels.length,
    accuracy: confusion.reduce((sum, row, c) => sum + row[c]!, 0) / labels.length,
    ...averages(confusion),
    confusion_matrix: confusion,
    auc_per_class: mapValues(curves, aucOf),
    roc_curves: mapValues(curves, forCard),
    calibration: {
      expected_calibration_error: expectedCalibrationError(bins),
      expected_calibration_error_uncalibrated: expectedCalibrationError(
        reliabilityBins(uncalibrated, labels),
      ),
      bins,
    },
    classification_report: classificationReport(confusion, classNames),
  };
}

/** The part of an evaluation that a card keeps. */
export function metricsOf(evaluation: Evaluation): Metrics {
  const metrics: Partial<Evaluation> = { ...evaluation };
  delete metrics.classification_report;
  return metrics as Metrics;
}

function confusionMatrix(
  probabilities: Float32Array,
  labels: Uint8Array | Uint16Array,
  classes: number,
): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [i, label] of labels.entries()) {
    matrix[label]![argMax(probabilities, i * classes, classes)]!++;
  }
  return matrix;
}

type Averages = Pick<
  Metrics,
  | 'precision_macro'
  | 'precision_weighted'
  | 'recall_macro'
  | 'recall_weighted'
  | 'f1_macro'
  | 'f1_weighted'
>;

function averages(confusion: readonly (readonly number[])[]): Averages {
  const reports = classReports(confusion);
  const images = reports.reduce((sum, { support }) => sum + support, 0);
  const occurring = reports.filter(({ support }) => support > 0);
  const macro = (key: keyof ClassReport): number =>
    occurring.reduce((sum, report) => sum + report[key], 0) / occurring.length;
  const weighted = (key: keyof ClassReport): number =>
    reports.reduce((sum, report) => sum + report[key] * report.support, 0) / images;
  return {
    precision_macro: macro('precision'),
    precision_weighted: weighted('precision'),
    recall_macro: macro('recall'),
    recall_weighted: weighted('recall'),
    f1_macro: macro('f1'),
    f1_weighted: weighted('f1'),
  };
}

function curvesByClass(
  probabilities: Float32Array,
  labels: Uint8Array | Uint16Array,
  classNames: readonly string[],
): Record<string, RocCurve> {
  const counts = new Uint32Array(classNames.length);
  for (const label of labels) counts[label]!++;
  return Object.fromEntries(
    classNames.flatMap((name, c) =>
      counts[c] === 0 || counts[c] === labels.length
        ? []
        : [[name, rocCurve(column(probabilities, c, classNames.length), labels, c)]],
    ),
  );
}

function forCard(curve: RocCurve): Metrics['roc_curves'][string] {
  const { fpr, tpr } = thinCurve(curve, CURVE_POINTS);
  return { false_positive_rate: fpr.map(rounded), true_positive_rate: tpr.map(rounded) };
}

function rounded(value: number): number {
  return Number(value.toFixed(CURVE_DIGITS));
}

function column(rows: Float32Array, index: number, width: number): Float32Array {
  return Float32Array.from({ length: rows.length / width }, (_, i) => rows[i * width + index]!);
}

function mapValues<T, R>(record: Record<string, T>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
