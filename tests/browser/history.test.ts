import { DEVICES, startVisit, type Visit } from '../support/browser';
import { jpeg } from '../support/images';

let visit: Visit;
beforeAll(async () => {
  visit = await startVisit();
});
afterAll(async () => visit.end());

async function predict(
  name: string,
  seed: number,
): Promise<{ id: string; predicted_class: string }> {
  const { body } = await visit.application.api
    .post('/api/predict')
    .attach('file', await jpeg({ seed }), name)
    .expect(200);
  return body as { id: string; predicted_class: string };
}

async function said(id: string): Promise<{ verdict: string; label: string } | null> {
  const { body } = await visit.application.api.get(`/api/predictions/${id}`).expect(200);
  return (body as { feedback: { verdict: string; label: string } | null }).feedback;
}

describe('the history without a prediction', () => {
  it('says what to do', async () => {
    const { page, violations } = await visit.open({ path: '/history' });
    expect(await page.textContent('.empty-state')).toContain('Nothing has been predicted yet');
    expect(await violations()).toEqual([]);
    await page.context().close();
  });
});

describe.each(DEVICES)('the history on a %s (%o, %s)', (device, viewport, colorScheme) => {
  it('is drawn without a complaint from browser or axe, as table and gallery', async () => {
    for (let seed = 0; seed < 6; seed++) await predict(`${device}-${seed}.jpg`, seed);
    await predict(`${'a-very-long-name-of-a-file-'.repeat(8)}.jpg`, 9);
    for (const view of ['', '?view=gallery']) {
      const { page, complaints, violations, screenshot } = await visit.open({
        path: `/history${view}`,
        viewport,
        colorScheme,
      });
      expect(await violations()).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
      await page.evaluate(() => {
        for (const image of document.images) image.loading = 'eager';
      });
      await page.waitForFunction(() => [...document.images].every((image) => image.complete));
      await screenshot(`history${view === '' ? '' : '-gallery'}-${device}-${colorScheme}`);
      expect(complaints()).toEqual([]);
      await page.context().close();
    }
  });
});

describe('the history', () => {
  it('takes feedback in one click, and shows it at once', async () => {
    const right = await predict('right.jpg', 11);
    const wrong = await predict('wrong.jpg', 12);
    const { page, complaints } = await visit.open({ path: '/history' });
    await page.click(`tr[data-id="${right.id}"] .judge-right`);
    expect(await page.textContent(`tr[data-id="${right.id}"] .said`)).toBe('right');
    await page.waitForSelector('.notice-good:has-text("right.jpg")');
    expect(await said(right.id)).toMatchObject({
      verdict: 'correct',
      label: right.predicted_class,
    });

    const label = wrong.predicted_class === 'Frog' ? 'Deer' : 'Frog';
    await page.click(`tr[data-id="${wrong.id}"] summary`);
    await page.waitForSelector(`tr[data-id="${wrong.id}"] input[type=text]:focus`);
    await page.keyboard.type(label);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.notice-good:has-text("wrong.jpg")');
    expect(await said(wrong.id)).toMatchObject({ verdict: 'wrong', label });
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  it('takes it back visibly when it cannot be saved', async () => {
    const { id } = await predict('later.jpg', 13);
    const { page } = await visit.open({ path: '/history', expected: /ERR_FAILED/ });
    await page.route('**/history*', (route) => route.abort());
    await page.click(`tr[data-id="${id}"] .judge-right`);
    await page.waitForSelector('.notice-bad:has-text("Nothing has changed")');
    expect(await page.locator(`tr[data-id="${id}"] .judge`).count()).toBe(1);
    expect(await said(id)).toBeNull();
    await page.context().close();
  });

  it('works without JavaScript', async () => {
    const { id } = await predict('plain.jpg', 14);
    const { page } = await visit.open({ path: '/history', javaScriptEnabled: false });
    await page.fill('#search', 'PLAIN');
    await page.click('.filters button');
    expect(await page.locator('tbody tr').count()).toBe(1);
    await page.click('tbody summary');
    await page.fill('tbody input[name=label]', 'Zebra');
    await page.click('tbody button[value=wrong]');
    expect(await page.textContent('.notice-good')).toContain('plain.jpg is Zebra');
    expect(await said(id)).toMatchObject({ label: 'Zebra' });
    await page.context().close();
  });

  it('keeps what is looked for in its address', async () => {
    await predict('needle.jpg', 15);
    const { page } = await visit.open({ path: '/history' });
    await page.fill('#search', 'needle');
    await page.selectOption('#feedback', 'none');
    await page.click('.filters button');
    await page.click('.switch a:has-text("Gallery")');
    await page.reload();
    expect(await page.inputValue('#search')).toBe('needle');
    expect(await page.inputValue('#feedback')).toBe('none');
    expect(await page.locator('.card').count()).toBe(1);
    expect(await page.getAttribute('.exports a', 'href')).toContain('search=needle');
    await page.context().close();
  });

  it('lists what is most worth labelling', async () => {
    const { page } = await visit.open({ path: '/history?sort=uncertainty' });
    const shown = await page.locator('.confidence span').allTextContents();
    const values = shown.map((words) => Number.parseFloat(words.replace(/[<>]/, '')));
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(await page.locator('.said').count()).toBe(0);
    await page.context().close();
  });

  it('explains an address that it cannot read, and shows everything', async () => {
    const { page } = await visit.open({ path: '/history?min_confidence=2', expected: /400/ });
    expect(await page.textContent('.notice-bad')).toContain('min_confidence');
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(0);
    await page.context().close();
  });
});
