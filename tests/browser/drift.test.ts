import { DEVICES, startVisit, type Visit } from '../support/browser';
import { png } from '../support/images';

const WINDOW = 100;

let visit: Visit;

beforeAll(async () => {
  visit = await startVisit({ DRIFT_WINDOW_PICTURES: String(WINDOW) });
});
afterAll(async () => visit.end());

/** A window of pictures that are all the same, as no reference has. */
async function predictTheSame(): Promise<void> {
  const file = await png();
  for (let sent = 0; sent < WINDOW; sent += 10) {
    const some = Array.from({ length: 10 }, () =>
      visit.application.api.post('/api/predict').attach('file', file, 'same.png').expect(200),
    );
    await Promise.all(some);
  }
}

describe('the page about drift', () => {
  it('comes at once after a start, and shows what it has compared by itself', async () => {
    const { page, complaints, violations } = await visit.open({ path: '/drift' });
    await page.waitForSelector('.empty-state');
    expect(await page.textContent('.empty-state')).toBe(
      'No window of pictures has been closed yet.',
    );
    expect(await violations()).toEqual([]);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });
});

describe('the page about drift, once a window is closed', () => {
  beforeAll(predictTheSame);

  describe.each(DEVICES)('on a %s (%o, %s)', (device, viewport, colorScheme) => {
    it('says that pictures do not look as they should, and fits', async () => {
      const options = { path: '/drift', viewport, colorScheme };
      const { page, complaints, violations, screenshot } = await visit.open(options);
      expect(await page.textContent('.notice')).toContain(
        'do not look like those that the version',
      );
      expect(await page.locator('.charts img').count()).toBe(2);
      expect(await page.locator('.examples img').count()).toBe(12);
      expect(await violations()).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
      await screenshot(`drift-${device}-${colorScheme}`);
      expect(complaints()).toEqual([]);
      await page.context().close();
    });
  });
});
