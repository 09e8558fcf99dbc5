import fc from 'fast-check';
import { ago, duration, fileSize, percent } from '../../src/dashboard/format';
import { startVisit, type Visit } from '../support/browser';

const STEPS = 100_000;

let visit: Visit;
beforeAll(async () => {
  visit = await startVisit();
});
afterAll(async () => visit.end());

/** Each scale of numbers by its own, so that the borders between the wordings are met. */
const between = (min: number, max: number): fc.Arbitrary<number> =>
  // Evenly: fc.double prefers tiny numbers, as floats do.
  fc.integer({ min: 0, max: STEPS }).map((step) => min + ((max - min) * step) / STEPS);

describe("the page's script", () => {
  it.each([
    ['percent', percent, fc.oneof(between(0, 1), between(0, 0.001), between(0.999, 1))],
    ['duration', duration, fc.oneof(between(-1e3, 1e5), between(0, 1e8), between(0, 1e10))],
    ['ago', ago, fc.oneof(between(-1e3, 1e5), between(0, 1e8), between(0, 1e10))],
    ['fileSize', fileSize, fc.oneof(between(1, 1e4), between(1e6, 1.1e6), between(1, 1e10))],
  ] as const)('writes numbers as the server does: %s', async (name, onServer, numbers) => {
    const values = fc.sample(numbers, 500);
    const { page } = await visit.open();
    // As text: the compiler would turn an import in a function into a require.
    const inPage = await page.evaluate(
      `import('/js/format.js').then((format) => ${JSON.stringify(values)}.map(format.${name}))`,
    );
    expect(inPage).toEqual(values.map((value) => onServer(value)));
    await page.context().close();
  });
});
