import type { Page } from 'playwright-core';
import { DEVICES, startVisit, type Visit, type VisitedPage } from '../support/browser';
import { jpeg } from '../support/images';
import { BROKEN, choose, pictureCalled, picturesUpTo } from './pictures';

const LONG_NAME = `${'a-very-long-name-'.repeat(8)}.png`;

let visit: Visit;
beforeAll(async () => {
  visit = await startVisit();
});
afterAll(async () => visit.end());

describe.each([
  ...DEVICES,
  // What 1280 pixels are to someone who enlarges them four times: WCAG 1.4.10.
  ['enlarged', { width: 320, height: 256 }, 'light'],
] as const)('the predict page on a %s (%o, %s)', (device, viewport, colorScheme) => {
  const open = (): Promise<VisitedPage> => visit.open({ viewport, colorScheme });

  it('answers one picture, then several, without a complaint from browser or axe', async () => {
    const visited = await open();
    const { page, screenshot } = visited;
    await expectFine(visited);
    await screenshot(`${device}-${colorScheme}-1-start`);

    await choose(page, await pictureCalled(LONG_NAME));
    await page.waitForSelector('.bars .bar');
    expect(await widthsOfBars(page)).toEqual([...(await widthsOfBars(page))].sort((a, b) => b - a));
    expect(await page.textContent('#announcer')).toContain(await page.textContent('.winner'));
    await expectFine(visited);
    await screenshot(`${device}-${colorScheme}-2-one`);

    await choose(page, ...(await picturesUpTo(3)), BROKEN);
    await page.waitForFunction(() => document.querySelector('.batch-item.waiting') === null);
    expect(await page.textContent('.batch-summary')).toBe('3 answered, 1 refused');
    expect(await page.locator('.batch-item.refused .batch-file').allTextContents()).toEqual([
      'broken.png',
    ]);
    await page.waitForFunction(() => document.querySelectorAll('#latest-rows tr').length >= 4);
    await expectFine(visited);
    await screenshot(`${device}-${colorScheme}-3-several`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    await page.context().close();
  });
});

describe('the predict page', () => {
  it('shows the history after a reload, and without JavaScript', async () => {
    const { page } = await visit.open();
    await choose(page, await pictureCalled('kept.png'));
    await page.waitForSelector('.bars .bar');
    await visit.application.api.get('/api/predictions').expect(200);
    await page.reload();
    expect(await page.textContent('#latest-rows tr:first-child .file')).toBe('kept.png');
    const plain = await visit.open({ javaScriptEnabled: false });
    expect(await plain.page.textContent('#latest-rows tr:first-child .file')).toBe('kept.png');
    expect(Number(await plain.page.textContent('#total-predictions'))).toBeGreaterThan(0);
    expect(await plain.page.isVisible('#predict-form button[type=submit]')).toBe(true);
    await page.context().close();
    await plain.page.context().close();
  });

  it('takes a dropped and a pasted picture', async () => {
    const { page, complaints } = await visit.open();
    for (const kind of ['drop', 'paste'] as const) {
      const bytes = [...(await jpeg({ seed: kind.length }))];
      await page.evaluate(
        ([type, values]) => {
          const transfer = new DataTransfer();
          transfer.items.add(
            new File([Uint8Array.from(values)], `${type}.jpg`, { type: 'image/jpeg' }),
          );
          document.body.dispatchEvent(
            type === 'drop'
              ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
              : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true }),
          );
        },
        [kind, bytes] as const,
      );
      await page.waitForFunction(
        (name) => document.querySelector('#latest-rows .file')?.textContent === name,
        `${kind}.jpg`,
      );
    }
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  it('is used with the keyboard alone', async () => {
    const { page } = await visit.open();
    const chooser = page.waitForEvent('filechooser');
    const reached: string[] = [];
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => document.activeElement?.id ?? '');
      reached.push(focused);
      if (focused === 'file-field') break;
    }
    expect(reached).toContain('file-field');
    await page.keyboard.press('Enter');
    await (await chooser).setFiles(await pictureCalled('by-keyboard.png'));
    await page.waitForSelector('.bars .bar');
    await page.context().close();
  });

  it('says what is wrong with a file, and that asking again is no use', async () => {
    const visited = await visit.open({ expected: /415/ });
    await choose(visited.page, BROKEN);
    await visited.page.waitForSelector('.problem');
    expect(await visited.page.textContent('.problem-text')).toMatch(/not an image/);
    expect(await visited.page.isVisible('.problem button')).toBe(false);
    expect(await visited.violations()).toEqual([]);
    await visited.screenshot('desktop-light-4-problem');
    await visited.page.context().close();
  });

  it('says so when the service is gone, and gets the answer when it is back', async () => {
    const { page } = await visit.open({ expected: /ERR_INTERNET_DISCONNECTED/ });
    await page.context().setOffline(true);
    await choose(page, await pictureCalled('offline.png'));
    await page.waitForSelector('.problem');
    expect(await page.textContent('.problem-text')).toMatch(/does not answer/);
    await page.context().setOffline(false);
    await page.click('.problem button');
    await page.waitForSelector('.bars .bar');
    await page.context().close();
  });

  it('shows a hostile file name as text', async () => {
    const { page, complaints } = await visit.open();
    const name = '<img src=x onerror=alert(1)>.png';
    await choose(page, await pictureCalled(name));
    await page.waitForFunction(() => document.querySelectorAll('#latest-rows tr').length > 0);
    await page.waitForSelector('.bars .bar');
    await page.reload();
    expect(await page.textContent('#latest-rows tr:first-child .file')).toBe(name);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  it('remembers the chosen theme', async () => {
    const { page, violations } = await visit.open({ colorScheme: 'light' });
    const paper = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await paper();
    await page.click('.theme-toggle');
    const dark = await paper();
    expect(dark).not.toBe(light);
    await page.reload();
    expect(await paper()).toBe(dark);
    expect(await violations()).toEqual([]);
    await page.context().close();
  });
});

async function expectFine({ complaints, violations }: VisitedPage): Promise<void> {
  expect(complaints()).toEqual([]);
  expect(await violations()).toEqual([]);
}

function widthsOfBars(page: Page): Promise<number[]> {
  return page
    .locator('.bar-fill')
    .evaluateAll((bars) => bars.map((bar) => parseFloat((bar as HTMLElement).style.width)));
}
