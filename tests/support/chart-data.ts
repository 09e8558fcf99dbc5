import { classDistributionChart } from '../../src/charts/class-distribution';
import { comparisonChart } from '../../src/charts/comparison';
import { confusionMatrixChart } from '../../src/charts/confusion-matrix';
import { learningCurveChart } from '../../src/charts/learning-curve';
import { reliabilityChart } from '../../src/charts/reliability';
import { rocChart } from '../../src/charts/roc-curves';
import { trainingCurvesChart } from '../../src/charts/training-curves';
import { evaluateLogits, type Evaluation } from '../../src/evaluation/metrics';

/** Names that are hard to draw: long, wide, of other scripts, and hostile. */
export const HARD_NAMES = [
  'W'.repeat(64),
  '<script>alert("x")</script> & \'more\'',
  'ラベルの名前はとても長いことがあるので切らなければならない',
  'مرحبا بالعالم هذا نص طويل جدا',
  'a\u0007b\uD800c',
  '👩‍👩‍👧‍👦'.repeat(9),
];

/** This many names, hard ones among them. */
export function chartNames(count: number): string[] {
  return Array.from({ length: count }, (_, i) => HARD_NAMES[i] ?? `Class ${i}`);
}

/** A made-up classifier that is right most of the time, judged on twenty images of each class. */
export function madeEvaluation(classNames: readonly string[]): Evaluation {
  const classes = classNames.length;
  const labels = Uint8Array.from({ length: 20 * classes }, (_, i) => i % classes);
  const logits = Float32Array.from({ length: labels.length * classes }, (_, at) => {
    const isTrue = at % classes === labels[Math.floor(at / classes)];
    return 2.5 * Math.sin(at * 12.9898) + (isTrue ? 3 : 0);
  });
  return evaluateLogits(logits, labels, classNames, 0.8);
}

/** Every kind of chart over these classes, by name. */
export function everyChart(classNames: readonly string[]): Readonly<Record<string, string>> {
  const evaluation = madeEvaluation(classNames);
  const { calibration } = evaluation;
  const classes = classNames.length;
  const remark = `tiny on ${evaluation.images} made-up images`;
  const recalls = Object.values(evaluation.classification_report).map(({ recall }) => recall);
  return {
    'confusion matrix': confusionMatrixChart({
      classNames,
      matrix: evaluation.confusion_matrix,
      remark,
    }),
    'ROC curves': rocChart({
      curves: Object.entries(evaluation.roc_curves).map(([className, curve]) => ({
        className,
        falsePositiveRate: curve.false_positive_rate,
        truePositiveRate: curve.true_positive_rate,
        area: evaluation.auc_per_class[className]!,
      })),
      remark,
    }),
    reliability: reliabilityChart({
      bins: calibration.bins,
      calibrationError: calibration.expected_calibration_error,
      uncalibratedError: calibration.expected_calibration_error_uncalibrated,
      remark,
    }),
    'learning curve': learningCurveChart({
      points: [1, 5, 20, classes * 20].map((pictures, i) => ({
        pictures,
        accuracy: 0.5 + i / 10,
        low: 0.4 + i / 9,
        high: 0.7 + i / 11,
      })),
      remark,
    }),
    training: trainingCurvesChart({
      epochs: [1, 2, 3].map((epoch) => ({
        epoch,
        loss: 2 / epoch,
        trainingAccuracy: 1 - 0.5 / epoch,
        validationAccuracy: 1 - 0.6 / epoch,
      })),
      remark,
    }),
    'class distribution': classDistributionChart({
      classNames,
      series: [
        { name: 'Training images', values: classNames.map((_, c) => 5000 - c) },
        { name: 'Labelled samples', values: classNames.map((_, c) => c) },
      ],
      remark,
    }),
    comparison: comparisonChart({
      classNames,
      a: { name: 'x'.repeat(64), recalls },
      b: { name: 'tiny-2', recalls: recalls.map((recall) => recall / 2) },
      test: { images: 5000, only_a_right: 120, only_b_right: 145, p_value: 1e-9 },
    }),
  };
}
