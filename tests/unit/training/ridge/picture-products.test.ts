import { unitRows } from '../../../../src/registry/head-arithmetic';
import { PictureProducts, type Origin } from '../../../../src/training/ridge/picture-products';
import type { LabelledPictures } from '../../../../src/training/ridge/pictures';
import { madeUpPictures, someOf } from './made-up-pictures';

const PICTURES = madeUpPictures([0, 1, 0, 1, 2, 0, 2], { features: 9 });

/** The cosines of the features themselves, in the order of the rows of {@link PictureProducts}. */
function directCosines(
  { plain, mirrored, features, width }: LabelledPictures,
  chosen: readonly number[],
  centre?: Float32Array,
): number[] {
  const rows = chosen.flatMap((i) =>
    [plain, ...(mirrored === null ? [] : [mirrored])].map((values) =>
      unitRows(values.subarray(i * features, (i + 1) * features), features, width, centre),
    ),
  );
  return rows.flatMap((a) => rows.map((b) => a.reduce((sum, value, f) => sum + value * b[f]!, 0)));
}

function expectAlmost(actual: Float64Array, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [at, value] of expected.entries()) expect(actual[at]).toBeCloseTo(value, 6);
}

it.each<[Origin, LabelledPictures]>([
  ['zero', PICTURES],
  ['centre', PICTURES],
  ['zero', { ...PICTURES, mirrored: null }],
  ['centre', { ...PICTURES, width: 5 }],
])('gives the cosines of features around the %s', (origin, pictures) => {
  const products = new PictureProducts(pictures);
  const centre = origin === 'zero' ? undefined : products.centre;
  const all = [0, 1, 2, 3, 4, 5, 6];
  expectAlmost(products.cosines(all, origin), directCosines(pictures, all, centre));
  // Those of some are taken from those of all, and those of others computed anew.
  expectAlmost(products.cosines([5, 2], origin), directCosines(pictures, [5, 2], centre));
  const anew = new PictureProducts(pictures);
  anew.of([1, 2]);
  expectAlmost(anew.cosines([2, 6], origin), directCosines(pictures, [2, 6], centre));
});

it('counts pictures in the order of their ids', () => {
  const backwards = someOf(PICTURES, [6, 5, 4, 3, 2, 1, 0]);
  const [a, b] = [new PictureProducts(PICTURES), new PictureProducts(backwards)];
  expect(b.of([0, 3, 4])).toEqual(a.of([0, 3, 4]));
});

it('finds nothing alike with what lies at the origin, and pictures alike that are the same', () => {
  const same = Float32Array.of(3, 1, 3, 1);
  const pictures = { ...madeUpPictures([0, 1], { features: 2 }), plain: same, mirrored: null };
  const products = new PictureProducts(pictures);
  // Both lie at the centre.
  expect([...products.cosines([0, 1], 'centre')]).toEqual([0, 0, 0, 0]);
  for (const cosine of products.cosines([0, 1], 'zero')) expect(cosine).toBeCloseTo(1, 12);
  const zeros = new PictureProducts({ ...pictures, plain: Float32Array.of(0, 0, 3, 1) });
  expect([...zeros.cosines([0, 1], 'zero')].slice(0, 3)).toEqual([0, 0, 0]);
});
