import { startVisit, type Visit } from '../support/browser';
import { choose, pictureCalled, type Picture } from './pictures';
import type { Page } from 'playwright-core';

let visit: Visit;
afterEach(async () => visit.end());

/** Pictures of one kind, none like another: no class of the shipped network. */
const pattern = (seed: number): Promise<Picture> => pictureCalled(`pattern-${seed}.png`, seed);

async function answer(page: Page, seed: number): Promise<string> {
  await page.goto(`${visit.url}/predict`);
  await choose(page, await pattern(seed));
  await page.waitForSelector('.bars .bar');
  return (await page.textContent('.winner'))!;
}

describe.each([
  ['desktop', { width: 1280, height: 800 }, 'light'],
  ['phone', { width: 360, height: 740 }, 'dark'],
] as const)('the loop on a %s (%o, %s)', (device, viewport, colorScheme) => {
  it('closes in a browser: predict, correct, train, better, back, forth', async () => {
    visit = await startVisit();
    const { page, complaints, violations, screenshot } = await visit.open({
      viewport,
      colorScheme,
    });
    const look = async (step: string): Promise<void> => {
      expect(await violations()).toEqual([]);
      await screenshot(`loop-${step}-${device}-${colorScheme}`);
    };
    expect(await answer(page, 41)).not.toBe('Pattern');
    await look('1-wrong');

    await page.goto(`${visit.url}/predict`);
    const patterns = await Promise.all(Array.from({ length: 16 }, (_, i) => pattern(i + 1)));
    await choose(page, ...patterns);
    await page.waitForFunction(() => document.querySelectorAll('.batch-item .judge').length === 16);
    for (let i = 0; i < patterns.length; i++) {
      const item = page.locator('.batch-item').nth(i);
      await item.locator('summary').click();
      await item.locator('input').fill('Pattern');
      await item.locator('form button').click();
      await item.locator('.said').waitFor();
    }
    await look('2-labelled');

    await page.click('.site-nav a[href="/train"]');
    await page.click('#start');
    await page.waitForSelector('.rules li', { timeout: 20_000 });
    expect(await page.textContent('#job-state')).toBe('New version');
    await look('3-trained');
    expect(await answer(page, 41)).toBe('Pattern');
    await look('4-right');

    await page.click('.site-nav a[href="/models"]');
    await page.click('text=Go back to the version before');
    await page.waitForSelector('.notice-good');
    await look('5-back');
    expect(await answer(page, 41)).not.toBe('Pattern');

    await page.click('.site-nav a[href="/models"]');
    await page.click('#versions button:has-text("Let it answer")');
    await page.waitForSelector('.notice-good');
    await look('6-promoted');
    expect(await answer(page, 41)).toBe('Pattern');
    expect(complaints()).toEqual([]);
    await page.context().close();
  });
});
