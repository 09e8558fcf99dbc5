import type { Page, Route } from 'playwright-core';
import { startVisit, type Visit } from '../support/browser';
import { allAnswered, BROKEN, choose, pictureCalled, picturesUpTo } from './pictures';

const WAIT_SECONDS = 7;
const BATCH = '**/api/predict/batch';
const SINGLE = '**/api/predict';

let visit: Visit;
beforeAll(async () => {
  visit = await startVisit({ MAX_BATCH_FILES: '2', MAX_CONTENT_LENGTH: '20000' });
});
afterAll(async () => visit.end());

/** One that a test starts for itself; ended whatever becomes of the test, or the run would hang. */
let own: Visit | undefined;
afterEach(async () => {
  const ended = own?.end();
  own = undefined;
  await ended;
});

describe('the overview while the model loads', () => {
  it('says so, keeps the picture, and takes it when the model has come', async () => {
    own = await startVisit({}, { withModel: false });
    const { page, violations, screenshot } = await own.open({ expected: /503/ });
    expect(await page.textContent('.badge')).toBe('Loading the model');
    await choose(page, await pictureCalled('early.png'));
    await page.waitForSelector('.problem');
    expect(await page.textContent('.problem-text')).toMatch(/still loading/);
    expect(await violations()).toEqual([]);
    await screenshot('desktop-light-5-loading');

    await own.application.loadModel();
    await page.waitForSelector('.badge-good');
    expect(await page.locator('#classes li').count()).toBeGreaterThan(1);
    await page.click('.problem button');
    await page.waitForSelector('.bars .bar');
  });
});

describe('the overview under a limit', () => {
  it('is not that of programs; under its own it says how long to wait', async () => {
    own = await startVisit({
      RATE_LIMIT_ENABLED: 'true',
      RATE_LIMIT_PREDICT_PER_MINUTE: '1',
    });
    const { page } = await own.open({ expected: /429/ });
    for (const name of ['first.png', 'second.png', 'third.png']) {
      await choose(page, await pictureCalled(name));
      await page.waitForSelector(`.picture-name:has-text("${name}")`);
      await page.waitForSelector('.bars .bar');
    }
    await failOnce(page, SINGLE, 0, 429);
    await choose(page, await pictureCalled('refused.png'));
    await page.waitForSelector('.problem');
    expect(await page.textContent('.problem-text')).toMatch(/a wait of \d+ s/);
    expect(await page.isDisabled('.problem button')).toBe(true);
  });

  it('sends more pictures than a request may hold in several', async () => {
    const { page } = await visit.open();
    const asked = questions(page);
    await choose(page, ...(await picturesUpTo(5)));
    await allAnswered(page);
    expect(await page.textContent('.batch-summary')).toBe('All 5 answered');
    expect(asked).toHaveLength(3);
    await page.context().close();
  });

  it('goes on by itself after the wait, and asks about no picture twice', async () => {
    const { page } = await visit.open({ expected: /429/ });
    const before = await total();
    await page.clock.install();
    await page.reload();
    await failOnce(page, BATCH, 1, 429);
    await choose(page, ...(await picturesUpTo(5)));
    await page.waitForSelector('.problem');
    expect(await page.textContent('.batch-summary')).toBe('2 of 5 pictures answered');
    expect(await page.textContent('.problem button')).toBe(`Goes on in ${WAIT_SECONDS} s`);
    await page.clock.runFor(1000 * (WAIT_SECONDS + 1));
    await allAnswered(page);
    expect(await page.textContent('.batch-summary')).toBe('All 5 answered');
    expect(await page.locator('.problem').count()).toBe(0);
    expect((await total()) - before).toBe(5);
    await page.context().close();
  });

  it('is stopped by the keyboard, which stays where it was', async () => {
    const { page } = await visit.open({ expected: /429/ });
    await failOnce(page, BATCH, 1, 429);
    await choose(page, ...(await picturesUpTo(5)));
    await page.waitForSelector('.problem');
    await page.focus('.batch-stop');
    await page.keyboard.press('Enter');
    expect(await page.textContent('.batch-summary')).toBe(
      'Stopped: 2 answered, 0 refused, 3 not asked',
    );
    expect(await page.textContent('#announcer')).toMatch(/^Stopped/);
    expect(await focusedId(page)).toBe('answer');
    await page.context().close();
  });
});

describe('the overview in trouble', () => {
  it.each([
    [500, /went wrong/],
    [502, /status 502/],
    [503, /What you chose stays here/],
  ])('offers to try again after a %i, by the keyboard too', async (status, words) => {
    const { page } = await visit.open({ expected: new RegExp(String(status)) });
    await failOnce(page, SINGLE, 0, status);
    await choose(page, await pictureCalled('again.png'));
    await page.waitForSelector('.problem');
    expect(await page.textContent('.problem-text')).toMatch(words);
    await page.waitForSelector('.problem button:not([disabled])');
    await page.focus('.problem button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.bars .bar');
    expect(await focusedId(page)).toBe('answer');
    await page.context().close();
  });

  it('does not send a picture that is too large, and answers the others', async () => {
    const { page, violations } = await visit.open();
    const asked = questions(page);
    const large = { ...BROKEN, name: 'large.png', buffer: Buffer.alloc(20_001) };
    await choose(page, large);
    await page.waitForSelector('.problem');
    expect(await page.textContent('.problem-text')).toMatch(/at most 20\skB are accepted/);
    expect(asked).toEqual([]);

    await choose(page, large, ...(await picturesUpTo(2)));
    await allAnswered(page);
    expect(await page.textContent('.batch-summary')).toBe('2 answered, 1 refused');
    expect(await page.textContent('.batch-item.refused .batch-file')).toBe('large.png');
    expect(await violations()).toEqual([]);
    await page.context().close();
  });

  it('shows the answer to the newest question only', async () => {
    const { page, complaints } = await visit.open();
    const held: Route[] = [];
    await page.route(SINGLE, (route) => void held.push(route), { times: 1 });
    await choose(page, await pictureCalled('slow.png'));
    await choose(page, await pictureCalled('quick.png'));
    await page.waitForSelector('.bars .bar');
    expect(await page.textContent('.picture-name')).toBe('quick.png');
    expect(complaints()).toEqual([]);
    await page.context().close();
  });
});

/** Lets some requests pass, then answers one with an error as a service or a proxy would. */
async function failOnce(page: Page, url: string, passing: number, status: number): Promise<void> {
  let seen = 0;
  await page.route(url, (route) => {
    if (seen++ !== passing) return route.continue();
    return route.fulfill({ status, headers: { 'Retry-After': String(WAIT_SECONDS) }, body: '' });
  });
}

/** The addresses asked for answers; grows as they are asked. */
function questions(page: Page): string[] {
  const urls: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') urls.push(request.url());
  });
  return urls;
}

function focusedId(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.id);
}

async function total(): Promise<number> {
  const { body } = await visit.application.api.get('/api/statistics').expect(200);
  return (body as { total_predictions: number }).total_predictions;
}
