import fc from 'fast-check';
import { argMax } from '../../../src/evaluation/accuracy';
import {
  fitTemperature,
  negativeLogLikelihood,
  softmaxRows,
  withoutTemperature,
} from '../../../src/evaluation/calibration';
import { evaluateClassification, evaluateLogits, metricsOf } from '../../../src/evaluation/metrics';
import { aucOf, rocCurve } from '../../../src/evaluation/roc';

/** n rows of scores for 3 classes, with labels. */
const scored = fc
  .array(
    fc.tuple(
      fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
      fc.nat(2),
    ),
    {
      minLength: 1,
      maxLength: 60,
    },
  )
  .map((rows) => ({
    scores: Float32Array.from(rows.flatMap(([row]) => row)),
    labels: Uint8Array.from(rows.map(([, label]) => label)),
  }));

describe('evaluateClassification', () => {
  // The example of scikit-learn's classification_report: y_true 0 1 2 2 2, y_pred 0 0 2 2 1.
  const probabilities = Float32Array.from([1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0]);
  const labels = Uint8Array.from([0, 1, 2, 2, 2]);
  const evaluation = evaluateClassification(probabilities, labels, ['a', 'b', 'c']);

  it('gives what scikit-learn gives', () => {
    expect(evaluation.accuracy).toBeCloseTo(0.6, 6);
    expect(evaluation.confusion_matrix).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0, 1, 2],
    ]);
    expect(evaluation.classification_report.c).toEqual({
      precision: 1,
      recall: 2 / 3,
      f1: 0.8,
      support: 3,
    });
    expect(evaluation.precision_macro).toBeCloseTo(0.5, 6);
    expect(evaluation.recall_macro).toBeCloseTo(0.5556, 4);
    expect(evaluation.f1_macro).toBeCloseTo(0.4889, 4);
    expect(evaluation.precision_weighted).toBeCloseTo(0.7, 6);
    expect(evaluation.f1_weighted).toBeCloseTo(0.6133, 4);
  });

  it('is consistent on any scores', () => {
    fc.assert(
      fc.property(scored, ({ scores, labels: truth }) => {
        const result = evaluateClassification(scores, truth, ['a', 'b', 'c']);
        const hits = truth.filter((label, i) => argMax(scores, i * 3, 3) === label).length;
        expect(result.accuracy).toBeCloseTo(hits / truth.length, 6);
        expect(result.confusion_matrix.flat().reduce((a, b) => a + b)).toBe(truth.length);
        expect(result.recall_weighted).toBeCloseTo(result.accuracy, 6);
      }),
    );
  });

  it('leaves classes out of the macro averages that occur nowhere', () => {
    const four = Float32Array.from([1, 0, 0, 0, 0, 1, 0, 0]);
    const result = evaluateClassification(four, Uint8Array.of(0, 1), ['a', 'b', 'c', 'd']);
    expect(result.f1_macro).toBe(1);
    expect(result.classification_report.d?.support).toBe(0);
    expect(Object.keys(result.auc_per_class)).toEqual(['a', 'b']);
    expect(Object.keys(result.roc_curves)).toEqual(['a', 'b']);
  });

  it('gives a card everything but the report by class', () => {
    const { classification_report, ...rest } = evaluation;
    expect(classification_report).toBeDefined();
    expect(metricsOf(evaluation)).toEqual(rest);
  });

  it('refuses scores that do not fit the labels', () => {
    expect(() => evaluateClassification(new Float32Array(5), labels, ['a', 'b', 'c'])).toThrow(
      '5 probabilities do not fit 5 images of 3 classes',
    );
  });
});

describe('the ROC curve', () => {
  it('has as its area the share of pairs in the right order, ties counting half', () => {
    fc.assert(
      fc.property(scored, ({ scores, labels }) => {
        const column = Float32Array.from(labels, (_, i) => Math.round(scores[i * 3]! * 4));
        const pairs: number[] = [];
        for (const [i, a] of labels.entries()) {
          for (const [j, b] of labels.entries()) {
            if (a !== 0 || b === 0) continue;
            pairs.push(column[i]! > column[j]! ? 1 : column[i] === column[j] ? 0.5 : 0);
          }
        }
        fc.pre(pairs.length > 0);
        const expected = pairs.reduce((x, y) => x + y, 0) / pairs.length;
        expect(aucOf(rocCurve(column, labels, 0))).toBeCloseTo(expected, 6);
      }),
    );
  });
});

describe('the temperature', () => {
  it('is found again when logits were scaled by it', () => {
    const calibrated = Float32Array.from({ length: 3000 }, (_, i) => Math.sin(i * 12.9898) * 2);
    const probabilities = softmaxRows(calibrated, 3, 1);
    // Labels drawn from the probabilities themselves, so that temperature 1 is the right one.
    const labels = Uint8Array.from({ length: 1000 }, (_, i) => {
      const u = (i * 0.618033988749895) % 1;
      const [a, b] = [probabilities[i * 3]!, probabilities[i * 3 + 1]!];
      return u < a ? 0 : u < a + b ? 1 : 2;
    });
    const reference = fitTemperature(calibrated, labels);
    expect(reference).toBeGreaterThan(0.8);
    expect(reference).toBeLessThan(1.25);
    const scaled = calibrated.map((value) => value * 5);
    expect(fitTemperature(scaled, labels) / reference).toBeCloseTo(5, 2);
    expect(negativeLogLikelihood(scaled, labels, 5 * reference)).toBeLessThanOrEqual(
      negativeLogLikelihood(scaled, labels, 1),
    );
  });

  it('can be taken back out of probabilities', () => {
    const logits = Float32Array.from({ length: 30 }, (_, i) => 4 * Math.sin(i * 12.9898));
    const plain = softmaxRows(logits, 3, 1);
    withoutTemperature(softmaxRows(logits, 3, 0.6), 3, 0.6).forEach((value, i) =>
      expect(value).toBeCloseTo(plain[i]!, 5),
    );
  });

  it('leaves probabilities that sum to one, however large the logits', () => {
    const rows = softmaxRows(Float32Array.from([1e4, -1e4, 0, 3, 3, 3]), 3, 0.5);
    expect([...rows.subarray(0, 3)]).toEqual([1, 0, 0]);
    expect(rows[3]! + rows[4]! + rows[5]!).toBeCloseTo(1, 6);
  });
});

describe('evaluateLogits', () => {
  it('is calibrated with the temperature that made the labels, and not without', () => {
    const count = 6000;
    const logits = Float32Array.from({ length: 3 * count }, (_, i) => 3 * Math.sin(i * 12.9898));
    const truth = softmaxRows(logits, 3, 2);
    const labels = Uint8Array.from({ length: count }, (_, i) => {
      const u = (i * 0.618033988749895) % 1;
      const [a, b] = [truth[i * 3]!, truth[i * 3 + 1]!];
      return u < a ? 0 : u < a + b ? 1 : 2;
    });
    const { calibration } = evaluateLogits(logits, labels, ['a', 'b', 'c'], 2);
    expect(calibration.expected_calibration_error).toBeLessThan(0.03);
    expect(calibration.expected_calibration_error_uncalibrated).toBeGreaterThan(0.1);
  });
});
