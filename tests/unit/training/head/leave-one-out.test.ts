import fc from 'fast-check';
import { choleskyOf, type Cholesky } from '../../../../src/evaluation/cholesky';
import { dot, scoreUnseen } from '../../../../src/training/head/leave-one-out';

const WIDTH = 4;
const PENALTY = 0.5;

interface View {
  readonly x: Float64Array;
  readonly target: number;
}

const view = fc
  .array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: WIDTH, maxLength: WIDTH })
  .map((values) => Float64Array.from(values));

function regression(
  views: readonly View[],
  weight: number,
): { readonly system: Cholesky; readonly column: Float64Array } {
  const left = new Float64Array(WIDTH * WIDTH);
  const right = new Float64Array(WIDTH);
  for (let i = 0; i < WIDTH; i++) left[i * WIDTH + i] = PENALTY;
  for (const { x, target } of views) {
    for (let i = 0; i < WIDTH; i++) {
      right[i]! += weight * x[i]! * target;
      for (let j = 0; j < WIDTH; j++) left[i * WIDTH + j]! += weight * x[i]! * x[j]!;
    }
  }
  const system = choleskyOf(left, WIDTH);
  return { system, column: system.solve(right) };
}

it('the score of a sample left out is that of a regression without it', () => {
  fc.assert(
    fc.property(
      fc.array(view, { minLength: 4, maxLength: 12 }),
      fc.double({ min: 0.1, max: 3, noNaN: true }),
      (rows, weight) => {
        const views = rows.map((x, i) => ({ x, target: i < 2 ? 2 : i % 3 }));
        const whole = regression(views, weight);
        const without = regression(views.slice(2), weight);
        const score = scoreUnseen([rows[0]!, rows[1]!], whole.column, 2, weight, whole.system);
        expect(score).toBeCloseTo(dot(without.column, rows[0]!), 6);
      },
    ),
  );
});
