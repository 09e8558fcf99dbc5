import fc from 'fast-check';
import { seededRandom } from '../../../../src/evaluation/random';
import { rowProducts } from '../../../../src/training/ridge/products';
import { ridgeSystem, type RidgeProblem } from '../../../../src/training/ridge/ridge-system';

const PENALTIES = [0.01, 0.3, 30];

const problem = fc
  .record({
    pictures: fc.integer({ min: 3, max: 12 }),
    width: fc.integer({ min: 1, max: 15 }),
    views: fc.constantFrom(1 as const, 2 as const),
    columns: fc.integer({ min: 1, max: 3 }),
    seed: fc.nat(),
  })
  .map(({ pictures, width, views, columns, seed }): RidgeProblem => {
    const { next } = seededRandom(seed);
    return {
      rows: Float32Array.from({ length: pictures * views * width }, () => next() - 0.5),
      width,
      views,
      weights: Float64Array.from({ length: pictures }, () => 0.2 + next()),
      targets: Float64Array.from({ length: pictures * columns }, () => Math.round(next())),
      columns,
    };
  });

function without({ rows, width, views, weights, targets, columns }: RidgeProblem, picture: number) {
  const isOther =
    (size: number) =>
    (_: number, at: number): boolean =>
      Math.floor(at / size) !== picture;
  return {
    rows: rows.filter(isOther(views * width)),
    width,
    views,
    weights: weights.filter(isOther(1)),
    targets: targets.filter(isOther(columns)),
    columns,
  };
}

it('gives the same from the products of rows and from those of features', () => {
  fc.assert(
    fc.property(problem, (given) => {
      const [dual, primal] = [ridgeSystem(given, 'dual'), ridgeSystem(given, 'primal')];
      const pictures = [...given.weights.keys()];
      const unseen = [dual.unseen(pictures, PENALTIES), primal.unseen(pictures, PENALTIES)];
      for (const [i, penalty] of PENALTIES.entries()) {
        const [a, b] = [dual.solve(penalty), primal.solve(penalty)];
        for (const [at, weight] of a.weights.entries()) {
          expect(b.weights[at]).toBeCloseTo(weight, 6);
        }
        for (const [c, bias] of a.bias.entries()) expect(b.bias[c]).toBeCloseTo(bias, 6);
        for (const [at, value] of unseen[0]![i]!.entries()) {
          expect(unseen[1]![i]![at]).toBeCloseTo(value, 5);
        }
      }
    }),
  );
});

it('gives the same from products that were computed before', () => {
  fc.assert(
    fc.property(problem, (given) => {
      const n = given.rows.length / given.width;
      const products = (): Float64Array =>
        rowProducts(Float64Array.from(given.rows), n, given.width);
      const [known, anew] = [
        ridgeSystem({ ...given, products }, 'dual'),
        ridgeSystem(given, 'dual'),
      ];
      const pictures = [...given.weights.keys()];
      const [a, b] = [known.solve(0.3), anew.solve(0.3)];
      for (const [at, weight] of b.weights.entries()) expect(a.weights[at]).toBeCloseTo(weight, 7);
      const [unseen] = known.unseen(pictures, [0.3]) as [Float64Array];
      const [expected] = anew.unseen(pictures, [0.3]) as [Float64Array];
      for (const [at, value] of expected.entries()) expect(unseen[at]).toBeCloseTo(value, 6);
    }),
  );
});

it('makes of a picture left out what a regression without any of its views does', () => {
  fc.assert(
    fc.property(problem, (given) => {
      const { rows, width, views, columns } = given;
      const system = ridgeSystem(given);
      const pictures = [...given.weights.keys()];
      const unseen = system.unseen(pictures, PENALTIES);
      for (const picture of pictures) {
        const rest = ridgeSystem(without(given, picture));
        for (const [i, penalty] of PENALTIES.entries()) {
          const { weights, bias } = rest.solve(penalty);
          for (let c = 0; c < columns; c++) {
            let score = bias[c]!;
            for (let f = 0; f < width; f++) {
              score += rows[picture * views * width + f]! * weights[f * columns + c]!;
            }
            expect(unseen[i]![picture * columns + c]).toBeCloseTo(score, 5);
          }
        }
      }
    }),
    { numRuns: 40 },
  );
});

it('finds a constant that no penalty draws to zero', () => {
  const { weights, bias } = ridgeSystem({
    rows: Float32Array.of(0, 0, 0),
    width: 1,
    views: 1,
    weights: Float64Array.of(1, 1, 2),
    targets: Float64Array.of(0, 4, 6),
    columns: 1,
  }).solve(30);
  expect([weights[0], bias[0]]).toEqual([0, 4]);
});
