import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { startVisit, type Visit } from '../support/browser';
import { png } from '../support/images';

let visit: Visit;
let folder: string;
beforeEach(async () => {
  visit = await startVisit();
  folder = mkdtempSync(path.join(tmpdir(), 'data-page-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await visit.end();
});

async function file(name: string, seed: number): Promise<string> {
  const place = path.join(folder, name);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, await png({ seed }));
  return place;
}

async function upload(count: number, label: string, first = 0): Promise<void> {
  let request = visit.application.api.post('/api/upload/training-data').field('label', label);
  for (let seed = first; seed < first + count; seed++) {
    request = request.attach(
      'files',
      await png({ seed, width: seed < 60 ? 32 : 40 }),
      `${label}-${seed}.png`,
    );
  }
  await request.expect(200);
}

async function labels(): Promise<Record<string, number>> {
  const { body } = await visit.application.api.get('/api/dataset').expect(200);
  const { classes } = body as { classes: { label: string; samples: number }[] };
  const filled = classes.filter(({ samples }) => samples > 0);
  return Object.fromEntries(filled.map(({ label, samples }) => [label, samples]));
}

const shown = (page: Page): Promise<string[]> =>
  page.locator('#samples .sample:visible .sample-label').allTextContents();

describe.each([
  ['desktop', { width: 1280, height: 800 }, 'light'],
  ['desktop', { width: 1280, height: 800 }, 'dark'],
  ['phone', { width: 360, height: 740 }, 'light'],
  ['wall', { width: 3840, height: 2160 }, 'dark'],
] as const)('the data page on a %s (%o, %s)', (device, viewport, colorScheme) => {
  it('is drawn without a complaint from browser or axe, empty and full', async () => {
    const empty = await visit.open({ path: '/data', viewport, colorScheme });
    expect(await empty.violations()).toEqual([]);
    await empty.screenshot(`data-empty-${device}-${colorScheme}`);
    await empty.page.context().close();

    await upload(9, 'Cat');
    await upload(3, 'A class with a name that is as long as a name of a class may be.', 20);
    await upload(5, 'Zebra', 30);
    const { page, complaints, violations, screenshot } = await visit.open({
      path: '/data',
      viewport,
      colorScheme,
    });
    await page.check('#samples input >> nth=1', { force: true });
    expect(await violations()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    await page.evaluate(() => {
      for (const image of document.images) image.loading = 'eager';
    });
    await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    await screenshot(`data-${device}-${colorScheme}`);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });
});

describe('adding pictures', () => {
  it('asks for a label first, then tells what became of each file', async () => {
    const bad = path.join(folder, 'bad.png');
    writeFileSync(bad, 'no picture');
    const { page, complaints } = await visit.open({ path: '/data' });
    await page.setInputFiles('#file-field', [await file('one.png', 1), bad]);
    await page.waitForSelector('#upload-words:has-text("say what is on them")');
    await page.fill('#label-field', 'Zebra');
    await page.click('#upload-form button[type=submit]');
    await page.waitForSelector('#upload-result td.refused');
    const rows = await page.locator('#upload-result tbody tr').allTextContents();
    expect(rows.map((row) => row.replace(/\s+/g, ' ').trim())).toEqual([
      expect.stringContaining('bad.png'),
      'one.png Zebra added',
    ]);
    expect(await shown(page)).toEqual(['Zebra']);
    expect(await labels()).toEqual({ Zebra: 1 });
    expect(await page.locator('.class-link:has-text("Zebra") .tag').textContent()).toBe('new');
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  it('takes the label from the folder', async () => {
    await file('zoo/Zebra/a.png', 1);
    await file('zoo/Zebra/b.png', 2);
    await file('zoo/frog/c.png', 3);
    const { page, complaints } = await visit.open({ path: '/data' });
    await page.setInputFiles('#folder-field', path.join(folder, 'zoo'));
    await page.waitForSelector('#upload-result tbody tr');
    expect(await labels()).toEqual({ Zebra: 2, Frog: 1 });
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  it('says so when the service does not answer, and lets it be tried again', async () => {
    const { page } = await visit.open({ path: '/data?label=Zebra' });
    await page.route('**/data*', (route) => route.abort());
    await page.setInputFiles('#file-field', await file('one.png', 1));
    await page.waitForSelector('.notice-bad:has-text("does not answer")');
    await page.unroute('**/data*');
    await page.click('#upload-form button[type=submit]');
    await page.waitForSelector('#upload-result tbody tr');
    expect(await labels()).toEqual({ Zebra: 1 });
    await page.context().close();
  });
});

describe('labelling', () => {
  it('goes with the keyboard alone, and back', async () => {
    await upload(4, 'Cat');
    const { page, complaints } = await visit.open({ path: '/data' });
    const key = (await page.getAttribute('#classes kbd[data-label="Dog"]', 'data-key'))!;
    await page.focus('#samples input >> nth=0');
    await page.keyboard.press(key);
    await page.waitForSelector('.notice-good:has-text("Dog")');
    expect(await labels()).toEqual({ Cat: 3, Dog: 1 });
    expect(await page.evaluate(() => document.activeElement?.closest('.samples') !== null)).toBe(
      true,
    );
    await page.keyboard.press('u');
    await page.waitForSelector('.notice-good:has-text("Undone")');
    expect(await labels()).toEqual({ Cat: 4 });
    await page.focus('#samples input >> nth=0');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.notice-good:has-text("deleted")');
    expect(await labels()).toEqual({ Cat: 2 });
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  it('is taken back visibly when it cannot be saved', async () => {
    await upload(2, 'Cat');
    const { page } = await visit.open({ path: '/data' });
    await page.route('**/data*', (route) => route.abort());
    await page.check('#samples input >> nth=0', { force: true });
    await page.fill('#relabel-field', 'Dog');
    await page.click('button[value=relabel]');
    await page.waitForSelector('.notice-bad:has-text("as they were")');
    expect(await shown(page)).toEqual(['Cat', 'Cat']);
    expect(await labels()).toEqual({ Cat: 2 });
    await page.context().close();
  });

  it('and everything else works without JavaScript', async () => {
    const { page } = await visit.open({ path: '/data', javaScriptEnabled: false });
    await page.setInputFiles('#file-field', [await file('a.png', 1), await file('b.png', 2)]);
    await page.fill('#label-field', 'Cat');
    await page.click('#upload-form button[type=submit]');
    await page.waitForSelector('#upload-result tbody tr');
    await page.check('#samples input >> nth=0', { force: true });
    await page.fill('#relabel-field', 'Dog');
    await page.click('button[value=relabel]');
    await page.waitForSelector('.notice-good');
    expect(await labels()).toEqual({ Cat: 1, Dog: 1 });
    await page.click('.class-link:has-text("Dog")');
    expect(await shown(page)).toEqual(['Dog']);
    await page.check('#samples input >> nth=0', { force: true });
    await page.click('#delete-confirm summary');
    await page.click('button[value=delete]');
    await page.waitForSelector('.notice-good');
    expect(await labels()).toEqual({ Cat: 1 });
    await page.context().close();
  });

  it('shows thousands of pictures a page at a time', async () => {
    await upload(65, 'Cat');
    const { page } = await visit.open({ path: '/data' });
    expect((await shown(page)).length).toBe(60);
    await page.click('.pager .button:has-text("Show more")');
    await page.waitForURL(/cursor=/);
    expect((await shown(page)).length).toBe(5);
    await page.context().close();
  });
});
