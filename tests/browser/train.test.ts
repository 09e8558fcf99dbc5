import { startVisit, type Visit } from '../support/browser';
import { png } from '../support/images';

let visit: Visit;
beforeEach(async () => {
  visit = await startVisit();
});
afterEach(async () => visit.end());

/** Pictures of a class that the network does not know. */
async function upload(count: number, label = 'Pattern'): Promise<void> {
  let request = visit.application.api.post('/api/upload/training-data').field('label', label);
  for (let seed = 0; seed < count; seed++) {
    request = request.attach('files', await png({ seed: 100 + seed }), `pattern-${seed}.png`);
  }
  await request.expect(200);
}

describe.each([
  ['desktop', { width: 1280, height: 800 }, 'light'],
  ['desktop', { width: 1280, height: 800 }, 'dark'],
  ['phone', { width: 360, height: 740 }, 'light'],
  ['wall', { width: 3840, height: 2160 }, 'dark'],
] as const)('the training pages on a %s (%o, %s)', (device, viewport, colorScheme) => {
  it('are drawn without a complaint from browser or axe, empty and in use', async () => {
    const options = { path: '/train', viewport, colorScheme };
    const empty = await visit.open(options);
    expect(await empty.page.textContent('#trainings')).toContain('No training yet');
    expect(await empty.violations()).toEqual([]);
    await empty.page.check('[name=mode][value=full]');
    expect(await empty.violations()).toEqual([]);
    await empty.screenshot(`train-empty-${device}-${colorScheme}`);
    await empty.page.context().close();

    await upload(12);
    const { page, complaints, violations, screenshot } = await visit.open(options);
    expect(await page.textContent('.learn')).toMatch(/\d+ labelled pictures/);
    await page.click('#start');
    await page.waitForURL(/\/train\/.+/);
    await page.waitForSelector('.rules li', { timeout: 60_000 });
    expect(await violations()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    await screenshot(`training-${device}-${colorScheme}`);
    await page.click('.page-head a');
    await page.waitForSelector('#trainings tbody tr');
    expect(await violations()).toEqual([]);
    await screenshot(`train-${device}-${colorScheme}`);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });
});

describe('training', () => {
  it('is started, watched to its end and judged, in a browser', async () => {
    await upload(20);
    const { page, complaints } = await visit.open({ path: '/train' });
    await page.click('#start');
    await page.waitForURL(/\/train\/.+/);
    await page.waitForFunction(
      () =>
        ['New version', 'Not good enough'].includes(
          document.querySelector('#job-state')?.textContent ?? '',
        ),
      undefined,
      { timeout: 60_000 },
    );
    const { body } = await visit.application.api.get('/api/jobs').expect(200);
    const [job] = (body as { jobs: [{ state: string; model_version: string }] }).jobs;
    const names: Record<string, string> = {
      succeeded: 'New version',
      rejected: 'Not good enough',
    };
    expect(await page.textContent('#job-state')).toBe(names[job.state]);
    await page.waitForSelector('.rules li');
    expect(await page.getAttribute('.job a.primary', 'href')).toBe(`/models/${job.model_version}`);
    expect(await page.locator('.job progress').count()).toBe(0);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  it('is refused with the reason where there is nothing to learn, and keeps what was chosen', async () => {
    const { page } = await visit.open({ path: '/train' });
    await page.click('#start');
    await page.waitForSelector('.notice-bad');
    expect(await page.textContent('.notice-bad')).toContain('There are no labelled samples yet');
    await page.check('[name=mode][value=full]');
    await page.fill('#epochs', '7');
    await page.click('#start');
    await page.waitForSelector('.notice-bad:has-text("CIFAR-10")');
    expect(await page.inputValue('#epochs')).toBe('7');
    expect(await page.isChecked('[name=mode][value=full]')).toBe(true);
    await page.context().close();
  });

  it('works without JavaScript', async () => {
    await upload(12);
    const { page } = await visit.open({ path: '/train', javaScriptEnabled: false });
    await page.click('#start');
    await page.waitForURL(/\/train\/.+/);
    for (let i = 0; i < 100 && (await page.locator('.rules li').count()) === 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await page.reload();
    }
    expect(await page.locator('.rules li').count()).toBeGreaterThan(0);
    await page.context().close();
  });

  it('says so when there is no such training', async () => {
    const { page } = await visit.open({ path: '/train/nothing' });
    expect(await page.textContent('body')).toContain('no training of this id');
    await page.context().close();
  });
});
