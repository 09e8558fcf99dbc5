import { DEVICES, startVisit, type Visit } from '../support/browser';

let visit: Visit;
beforeAll(async () => {
  visit = await startVisit();
});
afterAll(async () => visit.end());

describe.each(DEVICES)(
  'the reference of the API on a %s (%o, %s)',
  (device, viewport, colorScheme) => {
    it('is drawn without a complaint from browser or axe', async () => {
      const options = { path: '/docs', viewport, colorScheme };
      const { page, complaints, violations, screenshot } = await visit.open(options);
      await page.waitForSelector('.opblock');
      expect(complaints()).toEqual([]);
      expect(await violations()).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
      await screenshot(`docs-${device}-${colorScheme}`);
      await page.context().close();
    });
  },
);

it('sends a request from the page, by keyboard alone', async () => {
  const { page, complaints } = await visit.open({ path: '/docs' });
  const operation = page.locator('#operations-operation-liveness');
  await operation.locator('.opblock-summary-control').focus();
  await page.keyboard.press('Enter');
  await operation.getByRole('button', { name: 'Try it out' }).press('Enter');
  await operation.getByRole('button', { name: 'Execute' }).press('Enter');
  await operation.locator('.live-responses-table .response-col_status').first().waitFor();
  expect(await operation.locator('.live-responses-table').textContent()).toContain('"live": true');
  expect(complaints()).toEqual([]);
  await page.context().close();
});
