import { evaluateClassification } from '../../../../../src/evaluation/metrics';
import { sklearnReport } from '../../../../../src/http/api/models/sklearn-report';

// The example of scikit-learn's classification_report: y_true 0 1 2 2 2, y_pred 0 0 2 2 1.
const LABELS = Uint8Array.of(0, 1, 2, 2, 2);
const PREDICTED = [0, 0, 2, 2, 1];

function report(classNames: readonly string[]): ReturnType<typeof sklearnReport> {
  const probabilities = new Float32Array(PREDICTED.length * 3);
  for (const [i, predicted] of PREDICTED.entries()) probabilities[i * 3 + predicted] = 1;
  return sklearnReport(evaluateClassification(probabilities, LABELS, classNames));
}

describe("scikit-learn's report", () => {
  it('has its rows, names and figures', () => {
    const { accuracy, ...rows } = report(['class 0', 'class 1', 'class 2']);
    expect(accuracy).toBe(0.6);
    expect(Object.keys(rows)).toEqual([
      'class 0',
      'class 1',
      'class 2',
      'macro avg',
      'weighted avg',
    ]);
    expect(rows['class 2']).toMatchObject({ precision: 1, support: 3 });
    expect(rows['class 2']).toHaveProperty('f1-score', expect.closeTo(0.8, 6));
    expect(rows['class 2']).toHaveProperty('f1', expect.closeTo(0.8, 6));
    expect(rows['macro avg']).toEqual({
      precision: 0.5,
      recall: expect.closeTo(0.5556, 4),
      f1: expect.closeTo(0.4889, 4),
      'f1-score': expect.closeTo(0.4889, 4),
      support: 5,
    });
    expect(rows['weighted avg']).toMatchObject({
      precision: expect.closeTo(0.7, 6),
      recall: 0.6,
      'f1-score': expect.closeTo(0.6133, 4),
      support: 5,
    });
  });

  it.each(['accuracy', 'macro avg', 'weighted avg', '__proto__', 'constructor'])(
    'keeps the row of a class called %j',
    (name) => {
      const found = report([name, 'other', 'third']);
      expect(Object.keys(found)).toContain(name);
      expect(Object.getOwnPropertyDescriptor(found, name)?.value).toMatchObject({ support: 1 });
    },
  );
});
