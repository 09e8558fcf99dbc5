import fc from 'fast-check';
import { ago, duration, fileSize, percent } from '../../src/dashboard/format';
import { startVisit, type Visit } from '../support/browser';

let visit: Visit;
beforeAll(async () => {
  visit = await startVisit();
});
afterAll(async () => visit.end());

describe("the page's script", () => {
  it.each([
    ['percent', percent, fc.double({ min: 0, max: 1, noNaN: true })],
    ['duration', duration, fc.integer({ min: -1000, max: 1e10 })],
    ['ago', ago, fc.integer({ min: -1000, max: 1e10 })],
    ['fileSize', fileSize, fc.integer({ min: 1, max: 1e10 })],
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
