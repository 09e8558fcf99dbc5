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

  describe.each(['Pacific/Kiritimati', 'America/Los_Angeles', 'UTC', 'America/Santiago'])(
    'of a reader in %s',
    (timezoneId) => {
      const name = `${timezoneId.replace('/', '-')}.jpg`;
      /** The day of a prediction, and the one after, as its page says them there. */
      const daysOf = async (path: string): Promise<[string, string, string]> => {
        const { body } = await visit.application.api.get(path).expect(200);
        const made = new Date((body as { timestamp: string }).timestamp);
        const day = (offset: number): string =>
          new Intl.DateTimeFormat('en-CA', { timeZone: timezoneId }).format(
            made.getTime() + offset * 86_400_000,
          );
        return [day(-1), day(0), day(1)];
      };

      it('looks for the days that its rows show', async () => {
        const { id } = await predict(name, 16);
        const [before, day, after] = await daysOf(`/api/predictions/${id}`);
        const { page, complaints } = await visit.open({ path: '/history', timezoneId });
        /** Does what leads to another page, until its script has looked at its days. */
        const shown = async (go: () => Promise<unknown>): Promise<void> => {
          await page.evaluate(() => (document.body.dataset.before = 'yes'));
          await go();
          await page.waitForFunction(
            () =>
              document.body.dataset.before === undefined &&
              document.querySelectorAll('.zone.room').length === 2,
          );
        };
        const found = async (from: string, to: string): Promise<number> => {
          await page.fill('#search', name);
          await page.fill('#from', from);
          await page.fill('#to', to);
          await shown(() => page.click('.filters button'));
          expect(await page.inputValue('#from')).toBe(from);
          expect(await page.inputValue('#to')).toBe(to);
          expect(await page.locator('.exact:visible').count()).toBe(0);
          return page.locator('tbody tr').count();
        };
        expect(await found(day, after)).toBe(1);
        expect(await page.getAttribute('.exports a', 'href')).toContain('from=20');
        await shown(() => page.click('.switch a:has-text("Gallery")'));
        expect(await page.inputValue('#from')).toBe(day);
        expect(await page.locator('.card').count()).toBe(1);
        await shown(() => page.goto(`${visit.url}/history`));
        expect(await found(before, day)).toBe(0);
        expect(await found(after, '')).toBe(0);
        expect(complaints()).toEqual([]);
        await page.context().close();
      });
    },
  );

  it('says of a moment that is no midnight there what it is, and of a day in UTC that it is one', async () => {
    const { page } = await visit.open({
      path: '/history?from=2026-01-02T03:04:00Z&to=2026-01-05',
      timezoneId: 'Asia/Tokyo',
    });
    await page.waitForSelector('.field:has(#from) .exact:has-text("2 Jan, 12:04")');
    await page.waitForSelector('.field:has(#from) .zone', { state: 'hidden' });
    expect(await page.inputValue('#from')).toBe('2026-01-02');
    expect(await page.inputValue('#to')).toBe('2026-01-05');
    expect(await page.isVisible('.field:has(#to) .zone')).toBe(true);
    await page.click('.filters button'); // nothing was changed, so nothing means anything else
    const { searchParams } = new URL(page.url());
    expect(searchParams.get('from')).toBe('2026-01-02T03:04:00Z');
    expect(searchParams.get('to')).toBe('2026-01-05');
    await page.context().close();
  });

  it('means days in UTC without JavaScript, and says so', async () => {
    const { page } = await visit.open({
      path: '/history',
      javaScriptEnabled: false,
      timezoneId: 'Asia/Tokyo',
    });
    expect(await page.locator('.zone:visible').count()).toBe(2);
    await page.fill('#from', '2026-01-02');
    await page.click('.filters button');
    expect(new URL(page.url()).searchParams.get('from')).toBe('2026-01-02');
    expect(await page.inputValue('#from')).toBe('2026-01-02');
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
