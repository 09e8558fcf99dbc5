import { ownValue } from '../config/named-values';
import type { Metrics, ModelCard } from '../registry/card';
import type { OwnPictures } from '../registry/own-pictures';
import { classDistributionChart } from './class-distribution';
import { confusionMatrixChart } from './confusion-matrix';
import { images } from './format';
import { learningCurveChart } from './learning-curve';
import { reliabilityChart } from './reliability';
import { rocChart } from './roc-curves';
import { trainingCurvesChart } from './training-curves';

/** Files of charts that pages show in a place of their own, or as a table. */
export const LEARNING_CURVE = 'learning_curve.svg';
export const OWN_MATRIX = 'own_confusion_matrix.svg';

/** A chart of a version. */
export interface CardChart {
  /** What it shows: `Confusion matrix`. */
  readonly name: string;
  /** `confusion_matrix.svg` */
  readonly filename: string;
  /** @returns the SVG document */
  readonly draw: () => string;
}

/**
 * The charts of a version: what its card has no figures for is left out. First those on its user's
 * pictures. Those of metrics are on the test images, else on the held-out ones, else on the labelled
 * samples kept out of training.
 *
 * @param classCounts training images of each class that the graph has seen
 */
export function cardCharts(
  card: ModelCard,
  classCounts: Readonly<Record<string, number>>,
): CardChart[] {
  const judged = judgedOn(card);
  const { own } = card.metrics;
  return [
    ...(own ? ownCharts(card, own) : []),
    ...(judged === undefined ? [] : metricCharts(card, judged.metrics, judged.remark)),
    ...(card.training.history.length === 0 ? [] : [trainingChart(card)]),
    {
      name: 'Images of each class',
      filename: 'class_distribution.svg',
      draw: () => distributionChart(card, classCounts),
    },
  ];
}

function judgedOn(card: ModelCard): { metrics: Metrics; remark: string } | undefined {
  const { test, validation, samples } = card.metrics;
  const on = (metrics: Metrics, kind: string): { metrics: Metrics; remark: string } => ({
    metrics,
    remark: `${card.version} on ${images(metrics.images).replace('image', `${kind} image`)}`,
  });
  if (test !== null) return on(test, 'test');
  if (validation !== null) return on(validation, 'held-out');
  return samples === null ? undefined : on(samples, 'labelled');
}

function ownCharts(card: ModelCard, own: OwnPictures): CardChart[] {
  const { learning_curve: curve } = own;
  const remark = `${card.version} on ${images(own.accuracy.pictures).replace('image', 'labelled picture')}`;
  return [
    ...(curve.length === 0
      ? []
      : [
          {
            name: 'Learning curve',
            filename: LEARNING_CURVE,
            draw: () =>
              learningCurveChart({
                points: curve.map(({ pictures_per_class: pictures, accuracy, low, high }) => ({
                  pictures,
                  accuracy,
                  low,
                  high,
                })),
                remark: card.version,
              }),
          },
        ]),
    {
      name: 'Confusion matrix of labelled pictures',
      filename: OWN_MATRIX,
      draw: () => {
        const matrix = card.class_names.map(() => card.class_names.map(() => 0));
        for (const { actual, predicted, pictures } of own.confusion) {
          matrix[actual]![predicted] = pictures;
        }
        return confusionMatrixChart({ classNames: card.class_names, matrix, remark });
      },
    },
  ];
}

function metricCharts(card: ModelCard, metrics: Metrics, remark: string): CardChart[] {
  const { calibration } = metrics;
  return [
    {
      name: 'Confusion matrix',
      filename: 'confusion_matrix.svg',
      draw: () =>
        confusionMatrixChart({
          classNames: card.class_names,
          matrix: metrics.confusion_matrix,
          remark,
        }),
    },
    {
      name: 'ROC curves',
      filename: 'roc_curves.svg',
      draw: () =>
        rocChart({
          curves: Object.entries(metrics.roc_curves).map(([className, curve]) => ({
            className,
            falsePositiveRate: curve.false_positive_rate,
            truePositiveRate: curve.true_positive_rate,
            area: ownValue(metrics.auc_per_class, className)!,
          })),
          remark,
        }),
    },
    {
      name: 'Reliability diagram',
      filename: 'reliability_diagram.svg',
      draw: () =>
        reliabilityChart({
          bins: calibration.bins,
          calibrationError: calibration.expected_calibration_error,
          uncalibratedError: calibration.expected_calibration_error_uncalibrated,
          remark,
        }),
    },
  ];
}

function trainingChart(card: ModelCard): CardChart {
  return {
    name: 'Training curves',
    filename: 'training_curves.svg',
    draw: () =>
      trainingCurvesChart({
        epochs: card.training.history.map((epoch) => ({
          epoch: epoch.epoch,
          loss: epoch.loss,
          trainingAccuracy: epoch.accuracy,
          validationAccuracy: epoch.val_accuracy,
        })),
        remark: card.version,
      }),
  };
}

function distributionChart(card: ModelCard, classCounts: Readonly<Record<string, number>>): string {
  const of = (counts: Readonly<Record<string, number>>): number[] =>
    card.class_names.map((name) => ownValue(counts, name) ?? 0);
  const { validation } = card.metrics;
  const series = [
    { name: 'Training images', values: of(classCounts) },
    { name: 'Labelled samples', values: of(card.retraining?.samples ?? {}) },
    {
      name: 'Held out',
      values: card.class_names.map(
        (_, c) => validation?.confusion_matrix[c]?.reduce((sum, n) => sum + n, 0) ?? 0,
      ),
    },
    { name: 'Labelled samples held out', values: of(card.retraining?.held_out_samples ?? {}) },
  ];
  // A version that was made from pictures alone has no others.
  const filled = series.filter(({ values }) => values.some((value) => value > 0));
  return classDistributionChart({
    classNames: card.class_names,
    series: filled.length === 0 ? series.slice(0, 1) : filled,
    remark: card.version,
  });
}
