import { startVisit, type Visit } from '../support/browser';
import { choose, pictureCalled, picturesUpTo } from './pictures';

let visit: Visit;
beforeAll(async () => {
  visit = await startVisit();
});
afterAll(async () => visit.end());

type Said = { verdict: string; label: string } | null;

/** Asks again and again until the answer is the expected one; the test's own limit ends it. */
async function until(ask: () => Promise<unknown>, expected: unknown): Promise<void> {
  while (JSON.stringify(await ask()) !== JSON.stringify(expected)) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What was said of the newest predictions, newest first. */
async function said(count: number): Promise<Said[]> {
  const { body } = await visit.application.api.get(`/api/predictions?limit=${count}`).expect(200);
  return (body as { predictions: { feedback: Said }[] }).predictions.map((one) => one.feedback);
}

describe('what people say of an answer', () => {
  it('is noted in one click, and what it is instead with one word', async () => {
    const { page, complaints, violations, screenshot } = await visit.open();
    await choose(page, await pictureCalled('right.png'));
    await page.click('.single .judge-right');
    expect(await page.textContent('.single .said')).toContain('right; noted');
    await until(async () => (await said(1))[0]?.verdict, 'correct');

    await choose(page, await pictureCalled('wrong.png'));
    await page.waitForSelector('.single .judge');
    await page.click('.single .judge summary');
    expect(await violations()).toEqual([]);
    await screenshot('predict-wrong');
    await page.keyboard.press('Enter');
    expect(await page.textContent('.judge-problem')).toBe('Say what it is.');
    await page.keyboard.type('Zebra');
    await page.keyboard.press('Enter');
    await until(async () => (await said(1))[0]?.label, 'Zebra');
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  it('is asked for every picture of several', async () => {
    const { page, violations } = await visit.open();
    await choose(page, ...(await picturesUpTo(3)));
    await page.waitForFunction(() => document.querySelectorAll('.batch-item .judge').length === 3);
    expect(await violations()).toEqual([]);
    await page.click('.batch-item >> nth=1 >> .judge-right');
    await until(async () => (await said(3)).filter((one) => one !== null).length, 1);
    await page.context().close();
  });

  it('is taken back visibly when it cannot be noted', async () => {
    const { page } = await visit.open({ expected: /ERR_FAILED/ });
    await choose(page, await pictureCalled('later.png'));
    await page.waitForSelector('.single .judge');
    await page.route('**/feedback', (route) => route.abort());
    await page.click('.single .judge-right');
    await page.waitForSelector('.judge-problem:has-text("Nothing has been noted")');
    expect(await page.isVisible('.single .judge-right')).toBe(true);
    await page.context().close();
  });
});

describe('where the network looked', () => {
  it('is drawn over the picture, and said in words', async () => {
    const { page, complaints, violations, screenshot } = await visit.open();
    await choose(page, await pictureCalled('looked-at.png'));
    await page.click('.look');
    await page.waitForSelector('.look-map:not([hidden])');
    expect(await page.textContent('.look-words')).toMatch(/It looked most at the|No single place/);
    expect(await violations()).toEqual([]);
    await screenshot('predict-looked');
    await page.click('.look');
    expect(await page.isVisible('.look-map')).toBe(false);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });
});

describe('the camera', () => {
  it('takes a picture that is answered like any other', async () => {
    const { page, complaints } = await visit.open({ permissions: ['camera'] });
    await page.click('#camera');
    await page.waitForSelector('#camera-take:enabled');
    await page.click('#camera-take');
    await page.waitForSelector('.bars .bar');
    expect(await page.textContent('.picture-name')).toBe('camera.jpg');
    expect(await page.isVisible('#camera-dialog')).toBe(false);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  it('that cannot be used says why', async () => {
    const { page, violations } = await visit.open();
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('no camera found'));
    });
    await page.click('#camera');
    await page.waitForSelector('#camera-words:has-text("no camera found")');
    expect(await violations()).toEqual([]);
    await page.click('#camera-cancel');
    await page.context().close();
  });
});
