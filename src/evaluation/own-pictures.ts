import type { LearningCurve, OwnPictures } from '../registry/own-pictures';
import { argMax } from './accuracy';
import { softmaxRows } from './calibration';
import { expectedCalibrationError, reliabilityBins } from './calibration-error';
import { estimateGains } from './estimate-gains';
import { shareOf } from './share-of-pictures';

/** Labelled pictures, and what a version makes of them without having learned from them. */
export interface JudgedPictures {
  readonly judgedBy: OwnPictures['judged_by'];
  /** [n] */
  readonly ids: readonly string[];
  /** [n]: index of the class */
  readonly labels: ArrayLike<number>;
  /** float32, [n, classes], not divided by the temperature */
  readonly logits: Float32Array;
  /** [n]: 0 for pictures whose logits say nothing; all count where it is left out */
  readonly counts?: Uint8Array;
  readonly temperature: number;
  /** [classes]: pictures of each that the version learned from */
  readonly learned: ArrayLike<number>;
  /** Empty where there is none. */
  readonly learningCurve: LearningCurve;
}

/** Of each cell of the confusion matrix. */
const EXAMPLES = 12;

/**
 * Sums up how a version does on its user's pictures. Averages over classes are over those that have
 * judged pictures.
 *
 * @returns null when no picture counts
 */
export function evaluateOwnPictures(judged: JudgedPictures): OwnPictures | null {
  const classes = judged.learned.length;
  const all = judged.ids.map((_, i) => i);
  const counted = all.filter((i) => judged.counts?.[i] !== 0);
  if (counted.length === 0) return null;
  const logits = new Float32Array(counted.length * classes);
  for (const [row, i] of counted.entries()) {
    logits.set(judged.logits.subarray(i * classes, (i + 1) * classes), row * classes);
  }
  const probabilities = softmaxRows(logits, classes, judged.temperature);
  const labels = Uint8Array.from(counted, (i) => judged.labels[i]!);
  const predicted = Array.from(labels, (_, row) => argMax(logits, row * classes, classes));

  const byClass = Array.from({ length: classes }, (_, c) => ({
    learned: judged.learned[c]!,
    judged: 0,
    right: 0,
    called: 0,
  }));
  for (const [row, label] of labels.entries()) {
    byClass[label]!.judged++;
    byClass[predicted[row]!]!.called++;
    if (predicted[row] === label) byClass[label]!.right++;
  }
  const right = byClass.reduce((sum, own) => sum + own.right, 0);
  const recalls = byClass.map((own) => (own.judged === 0 ? null : shareOf(own.right, own.judged)));
  const known = recalls.filter((recall) => recall !== null);
  return {
    judged_by: judged.judgedBy,
    accuracy: shareOf(right, counted.length),
    mean_recall: known.reduce((sum, { value }) => sum + value, 0) / known.length,
    not_judged: all.length - counted.length,
    classes: byClass.map(({ learned, called }, c) => ({ learned, called, recall: recalls[c]! })),
    confusion: cellsOf(labels, predicted, probabilities, (row) => judged.ids[counted[row]!]!),
    expected_calibration_error: expectedCalibrationError(reliabilityBins(probabilities, labels)),
    learning_curve: judged.learningCurve,
    advice: estimateGains(byClass, judged.learningCurve),
  };
}

/** The cells of the confusion matrix that are not empty, by class and then by what it was called. */
function cellsOf(
  labels: Uint8Array,
  predicted: readonly number[],
  probabilities: Float32Array,
  idOf: (row: number) => string,
): OwnPictures['confusion'] {
  const classes = probabilities.length / labels.length;
  const cells = new Map<number, number[]>();
  for (const [row, label] of labels.entries()) {
    const cell = label * classes + predicted[row]!;
    cells.set(cell, [...(cells.get(cell) ?? []), row]);
  }
  const confidenceOf = (row: number): number => probabilities[row * classes + predicted[row]!]!;
  return [...cells]
    .sort(([a], [b]) => a - b)
    .map(([cell, rows]) => ({
      actual: Math.floor(cell / classes),
      predicted: cell % classes,
      pictures: rows.length,
      examples: rows
        .toSorted((a, b) => confidenceOf(b) - confidenceOf(a) || (idOf(a) < idOf(b) ? -1 : 1))
        .slice(0, EXAMPLES)
        .map(idOf),
    }));
}
