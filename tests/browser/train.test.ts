import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEVICES, startVisit, type Visit, type VisitedPage } from '../support/browser';
import { png } from '../support/images';
import { writeMadeUpCifar } from '../support/made-up-cifar';

let folder: string;
let visit: Visit;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cifar-'));
  writeMadeUpCifar(folder, 12);
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(async () => visit.end());

async function start(...options: Parameters<typeof startVisit>): Promise<void> {
  visit = await startVisit(...options);
}

/** Pictures of a class that the network does not know. */
async function upload(count: number, label = 'Pattern'): Promise<void> {
  let request = visit.application.api.post('/api/upload/training-data').field('label', label);
  for (let seed = 0; seed < count; seed++) {
    request = request.attach('files', await png({ seed: 100 + seed }), `pattern-${seed}.png`);
  }
  await request.expect(200);
}

describe.each(DEVICES)('the training pages on a %s (%o, %s)', (device, viewport, colorScheme) => {
  it('are drawn without a complaint from browser or axe, empty and in use', async () => {
    await start();
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
    await start();
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
    await start({ DATA_DIR: 'is-not-there' });
    const { page } = await visit.open({ path: '/train', expected: /409/ });
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

  it('appears on the list when somebody else begins it, and the next one too', async () => {
    await start({ DATA_DIR: folder });
    const { page, complaints } = await visit.open({ path: '/train' });
    for (const trainings of [1, 2]) {
      const { body } = await visit.application.api
        .post('/api/retrain')
        .send({ mode: 'full', network: 'small', epochs: 900, batch_size: 20 })
        .expect(202);
      await page.waitForSelector('#job progress', { timeout: 30_000 });
      const { job_id: id } = body as { job_id: string };
      await visit.application.api.post(`/api/jobs/${id}/cancel`).expect(202);
      await page.waitForSelector('#job .notice:has-text("The model in service is as it was")');
      expect(await page.locator('#trainings tbody tr').count()).toBe(trainings);
    }
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  it('says when it was in the time zone of the reader', async () => {
    await start();
    await upload(12);
    await visit.application.api.post('/api/retrain').expect(202);
    const timeOf = async (options: object): Promise<string> => {
      const { page } = await visit.open({ path: '/train', timezoneId: 'Asia/Kolkata', ...options });
      const time = page.locator('#trainings time');
      const datetime = (await time.getAttribute('datetime'))!;
      const words = (await time.textContent())!;
      await page.context().close();
      const said = new Date(`${words.replace(' UTC', '')} ${datetime.slice(0, 4)} UTC`);
      return String(Math.round((said.getTime() - Date.parse(datetime)) / 60_000));
    };
    expect(Number(await timeOf({}))).toBeCloseTo(330, -1);
    expect(Number(await timeOf({ javaScriptEnabled: false }))).toBeCloseTo(0, -1);
  });

  it('works without JavaScript', async () => {
    await start();
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
    await start();
    const { page } = await visit.open({ path: '/train/nothing', expected: /404/ });
    expect(await page.textContent('body')).toContain('no training of this id');
    await page.context().close();
  });

  it('waits for the model, and lets the training start when it is there', async () => {
    await start({}, { withModel: false });
    const { page, complaints, violations } = await visit.open({ path: '/train' });
    expect(await page.isDisabled('#start')).toBe(true);
    expect(await page.textContent('#obstacle')).toContain('still loading');
    expect(await violations()).toEqual([]);
    await visit.application.loadModel();
    await page.waitForSelector('#start:enabled');
    expect(await page.locator('#obstacle').count()).toBe(0);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });
});

describe.each([
  ['desktop', { width: 1280, height: 800 }, 'light'],
  ['phone', { width: 360, height: 740 }, 'dark'],
] as const)('a training of every layer on a %s (%o, %s)', (device, viewport, colorScheme) => {
  it('grows its curves while it goes on, comes back after the network was away, is cancelled', async () => {
    await start({ DATA_DIR: folder });
    const options = { path: '/train', viewport, colorScheme };
    const visited = await visit.open(options);
    const { page, complaints, violations, screenshot } = visited;
    await page.check('[name=mode][value=full]');
    await page.selectOption('#network', 'small');
    await page.fill('#epochs', '900');
    await page.fill('#batch-size', '20');
    await page.click('#start');
    await page.waitForURL(/\/train\/.+/);
    await epochs(visited, 2);
    await page.waitForFunction(() =>
      /epoch \d+ of 900, .+ left/.test(document.querySelector('#job-progress')?.textContent ?? ''),
    );
    expect(await page.textContent('#job-live')).toBe('live');
    await curves(visited);
    expect(await violations()).toEqual([]);
    await screenshot(`training-full-${device}-${colorScheme}`);

    // An open stream outlives the network in Chromium: the page is told as the browser would.
    await page.evaluate(() => dispatchEvent(new Event('offline')));
    expect(await page.textContent('#job-live')).toBe('reconnecting …');
    const before = await page.locator('#job-epochs tr').count();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await epochs(visited, before + 2);
    expect(await page.textContent('#job-live')).toBe('live');
    const numbers = await page.locator('#job-epochs th').allTextContents();
    expect(numbers).toEqual(numbers.map((_, i) => String(i + 1)));
    const lines = (await page.textContent('#job-log'))!.split('\n');
    expect(lines.filter((line, i) => lines.indexOf(line) !== i)).toEqual([]);

    await page.click('.confirm summary');
    await page.waitForSelector('dialog[open]');
    expect(await violations()).toEqual([]);
    await screenshot(`training-cancel-${device}-${colorScheme}`);
    await page.click('dialog button:has-text("Let it go on")');
    await page.waitForSelector('dialog', { state: 'detached' });
    expect(await page.textContent('#job-state')).toBe('Training');

    await page.click('.confirm summary');
    await page.click('dialog button:has-text("Cancel the training")');
    const notice = '#job .notice:has-text("The model in service is as it was")';
    await page.waitForSelector(notice, { timeout: 30_000 });
    expect(await page.textContent('#job-state')).toBe('Cancelled');
    await curves(visited);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });
});

async function epochs({ page }: VisitedPage, count: number): Promise<void> {
  await page.waitForFunction(
    (least) => document.querySelectorAll('#job-epochs tr').length >= least,
    count,
    { timeout: 60_000 },
  );
}

/** The picture of the curves is there, and drawn. */
async function curves({ page }: VisitedPage): Promise<void> {
  await page.waitForFunction(() => {
    const image = document.querySelector<HTMLImageElement>('#job-curves:not([hidden]) .curves');
    return image !== null && image.complete && image.naturalWidth > 0;
  });
  // As large as the page keeps room for: nothing moves when it comes.
  const { natural, kept } = await page
    .locator('#job-curves .curves')
    .first()
    .evaluate((image) => {
      const { naturalWidth, naturalHeight } = image as HTMLImageElement;
      const size = (name: string) => Number(image.getAttribute(name));
      return { natural: [naturalWidth, naturalHeight], kept: [size('width'), size('height')] };
    });
  expect(kept).toEqual(natural);
}
