import { startVisit, type Visit } from '../support/browser';
import { chartNames, everyChart } from '../support/chart-data';

let visit: Visit;
beforeAll(async () => {
  visit = await startVisit();
});
afterAll(async () => visit.end());

/** Texts of a chart that leave its paper. */
const OUTSIDE = `[...document.querySelectorAll('text')].filter((text) => {
  const paper = document.documentElement.getBoundingClientRect();
  const { left, right, top, bottom } = text.getBoundingClientRect();
  return left < paper.left || right > paper.right || top < paper.top || bottom > paper.bottom;
}).map((text) => text.textContent)`;

describe.each([2, 10, 50])('charts of %i classes', (classes) => {
  it.each(Object.entries(everyChart(chartNames(classes))))(
    'keep every text of the %s on the paper, however long names are',
    async (_, svg) => {
      const { page } = await visit.open();
      await page.goto(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
      expect(await page.evaluate(`document.querySelectorAll('text').length`)).toBeGreaterThan(3);
      expect(await page.evaluate(OUTSIDE)).toEqual([]);
      await page.context().close();
    },
  );
});

describe('a chart in the service', () => {
  it('is drawn with its style, which its policy allows', async () => {
    const { page, complaints } = await visit.open({
      path: '/api/visualizations/class_distribution.svg',
      colorScheme: 'dark',
    });
    const paper = `getComputedStyle(document.querySelector('rect')).fill`;
    expect(await page.evaluate(paper)).toBe('rgb(23, 33, 32)');
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await page.evaluate(paper)).toBe('rgb(255, 253, 249)');
    expect(complaints()).toEqual([]);
    await page.context().close();
  });
});
