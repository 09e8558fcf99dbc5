import type { BrowserContext, Page } from 'playwright-core';
import { startVisit, type Visit } from '../support/browser';

let visit: Visit;
beforeAll(async () => (visit = await startVisit()));
afterAll(() => visit.end());

/** A browser without a screen takes all its tabs for visible: the test says which one is. */
async function showTab(page: Page, isShown: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, !isShown);
}

async function openTab(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(visit.url + path);
  return page;
}

const isLive = (page: Page, id: string, words: string): Promise<unknown> =>
  page.waitForFunction(
    ([id, words]) => document.getElementById(id!)?.textContent === words,
    [id, words],
  );

describe('many tabs', () => {
  it.each([
    ['/', 'live', 'live'],
    ['/system', 'log-live', 'following'],
  ])(
    'of %s all work: only the one that is looked at holds a connection',
    async (path, id, words) => {
      const { page: first } = await visit.open({ path });
      const context = first.context();
      await isLive(first, id, words);
      await showTab(first, false);
      const tabs = [];
      for (let i = 0; i < 9; i += 1) {
        const tab = await openTab(context, path);
        await isLive(tab, id, words);
        await showTab(tab, false);
        tabs.push(tab);
      }
      expect(await first.evaluate(async () => (await fetch('/api/health')).status)).toBe(200);
      await showTab(first, true);
      await isLive(first, id, words);
      await context.close();
    },
  );
});
