import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { DEVICES, startVisit, type Visit } from '../support/browser';
import { png } from '../support/images';
import { zipFile } from '../support/zip-file';
import { dropOnto } from './drop-onto';
import { layoutShift } from './layout-shift';

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

const keyOf = async (page: Page, label: string): Promise<string> =>
  (await page.textContent(`.class-link[data-label="${label}"] kbd`))!;

/** Where the focus is, as a place among the pictures. */
const focused = (page: Page): Promise<number> =>
  page.evaluate(() =>
    [...document.querySelectorAll('#samples input')].indexOf(document.activeElement!),
  );

const focus = (page: Page, place: number): Promise<void> =>
  page.focus(`#samples input >> nth=${place}`);

/** A second service, whose settings are others. */
async function visitWith(environment: Record<string, string>): Promise<void> {
  await visit.end();
  visit = await startVisit(environment);
}

describe.each(DEVICES)('the data page on a %s (%o, %s)', (device, viewport, colorScheme) => {
  it('is drawn without a complaint from browser or axe, and nothing moves', async () => {
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
    expect(await layoutShift(page)).toBeLessThan(0.01);
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
    expect(await page.textContent('.class-link:has-text("Zebra") .tag')).toBe('unknown');
    expect(await page.textContent('.notice-bad')).toMatch(/^1 saved.*1 refused/);
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

  it('takes what is dropped: files, a folder, an archive', async () => {
    await file('Zebra/a.png', 1);
    const zip = path.join(folder, 'zoo.zip');
    writeFileSync(zip, zipFile([{ name: 'Frog/b.png', content: await png({ seed: 2 }) }]));
    const { page, complaints } = await visit.open({ path: '/data' });
    await dropOnto(page, '#gallery', [path.join(folder, 'Zebra'), zip]); // a near miss counts
    await page.waitForSelector('#upload-result tbody tr');
    expect(await labels()).toEqual({ Zebra: 1, Frog: 1 });
    expect(await page.isHidden('#upload-progress')).toBe(true);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  it('says so when there is nothing to take', async () => {
    const notes = path.join(folder, 'notes.txt');
    writeFileSync(notes, 'no picture');
    const { page } = await visit.open({ path: '/data' });
    await page.setInputFiles('#file-field', notes);
    await page.waitForSelector('.notice-bad:has-text("no picture and no archive")');
    await page.click('#told button:has-text("Close")');
    await page.waitForSelector('.notice-bad', { state: 'detached' });
    await page.context().close();
  });

  it('shares many out over as many requests as it takes', async () => {
    await visitWith({ MAX_UPLOAD_FILES: '2' });
    const { page, complaints } = await visit.open({ path: '/data?label=Zebra' });
    const files = await Promise.all([1, 2, 3, 4, 5].map((seed) => file(`${seed}.png`, seed)));
    await page.setInputFiles('#file-field', files);
    await page.waitForSelector('#told .notice');
    const rows = await page.locator('#upload-result tbody th').allTextContents();
    expect(rows).toEqual(['1.png', '2.png', '3.png', '4.png', '5.png']);
    expect(await labels()).toEqual({ Zebra: 5 });
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  it('keeps what the limit does not allow, and says when it may be sent', async () => {
    await visitWith({
      MAX_UPLOAD_FILES: '1',
      RATE_LIMIT_ENABLED: 'true',
      RATE_LIMIT_UPLOAD_PER_HOUR: '1',
    });
    const { page, complaints } = await visit.open({ path: '/data?label=Zebra', expected: /429/ });
    await page.setInputFiles('#file-field', [await file('1.png', 1), await file('2.png', 2)]);
    await page.waitForSelector('.notice-bad:has-text("more uploads than the limit allows")');
    expect(await page.textContent('#upload-words')).toBe('1 not sent yet: “Add” goes on.');
    expect(await labels()).toEqual({ Zebra: 1 });
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  it('says so when the service does not answer, and lets it be tried again', async () => {
    const { page } = await visit.open({ path: '/data?label=Zebra', expected: /ERR_FAILED/ });
    await page.route('**/data*', (route) => route.abort());
    await page.setInputFiles('#file-field', await file('one.png', 1));
    await page.waitForSelector('.notice-bad:has-text("does not answer")');
    expect(await page.textContent('#upload-words')).toMatch(/^1 not sent yet/);
    await page.unroute('**/data*');
    await page.click('#upload-form button[type=submit]');
    await page.waitForSelector('#upload-result tbody tr');
    expect(await labels()).toEqual({ Zebra: 1 });
    await page.context().close();
  });

  it('can be stopped', async () => {
    const { page } = await visit.open({ path: '/data?label=Zebra' });
    await page.route('**/data*', () => undefined); // answered never
    await page.setInputFiles('#file-field', await file('one.png', 1));
    await page.click('#upload-stop');
    await page.waitForSelector('.notice-bad:has-text("Stopped")');
    expect(await page.isHidden('#upload-progress')).toBe(true);
    expect(await labels()).toEqual({});
    await page.context().close();
  });
});

describe('labelling', () => {
  it('goes with the keyboard alone, and back', async () => {
    await upload(4, 'Cat');
    const { page, complaints, violations } = await visit.open({ path: '/data' });
    await focus(page, 0);
    await page.keyboard.press(await keyOf(page, 'Dog'));
    await page.waitForSelector('.notice-good:has-text("1 picture labelled Dog")');
    expect(await shown(page)).toEqual(['Dog', 'Cat', 'Cat', 'Cat']);
    expect(await labels()).toEqual({ Cat: 3, Dog: 1 });
    expect(await page.textContent('.class-link[data-label="Dog"] .class-count')).toBe('1');
    expect(await focused(page)).toBe(1);
    await page.keyboard.press('u');
    await page.waitForSelector('.notice-good:has-text("Undone")');
    expect(await shown(page)).toEqual(['Cat', 'Cat', 'Cat', 'Cat']);
    expect(await labels()).toEqual({ Cat: 4 });

    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Delete');
    await page.waitForSelector('dialog[open]:has-text("Delete 2 pictures?")');
    expect(await violations()).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe(2);
    expect(await labels()).toEqual({ Cat: 4 });
    await page.keyboard.press('Delete');
    await page.click('dialog button:has-text("Yes, delete")');
    await page.waitForSelector('.notice-good:has-text("2 pictures deleted")');
    expect(await labels()).toEqual({ Cat: 2 });
    expect(await shown(page)).toEqual(['Cat', 'Cat']);
    expect(await focused(page)).toBe(1);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  it('waits for no answer, and its keys keep their meaning', async () => {
    await upload(3, 'Cat');
    const { page, complaints } = await visit.open({ path: '/data' });
    const [dog, horse] = [await keyOf(page, 'Dog'), await keyOf(page, 'Horse')];
    let asked = 0;
    let answer: () => void = () => undefined;
    const answers = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/data*', async (route) => {
      asked++;
      await answers;
      await route.continue();
    });
    const request = page.waitForRequest('**/data*');
    await focus(page, 0);
    await page.keyboard.press(dog);
    await page.keyboard.press(horse);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press(dog);
    await page.keyboard.press(dog);
    expect(await shown(page)).toEqual(['Dog', 'Dog', 'Dog']);
    expect(await page.locator('.sample.pending').count()).toBe(3);
    await request;
    expect(asked).toBe(1); // one after another: the last label wins
    answer();
    await page.waitForSelector('.sample.pending', { state: 'detached' });
    expect(await labels()).toEqual({ Dog: 3 });
    expect(await keyOf(page, 'Dog')).toBe(dog);
    expect(await keyOf(page, 'Horse')).toBe(horse);
    expect(asked).toBe(4);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  it('is taken back visibly when it cannot be saved', async () => {
    await upload(2, 'Cat');
    const { page, violations } = await visit.open({ path: '/data', expected: /ERR_FAILED/ });
    await page.route('**/data*', (route) => route.abort());
    await page.check('#samples input >> nth=0', { force: true });
    await page.fill('#relabel-field', 'Dog');
    await page.click('button[value=relabel]');
    await page.waitForSelector('.notice-bad:has-text("as they were")');
    expect(await shown(page)).toEqual(['Cat', 'Cat']);
    expect(await page.locator('.sample.taken-back').count()).toBe(1);
    expect(await violations()).toEqual([]);
    await focus(page, 1);
    await page.keyboard.press('Delete');
    await page.click('dialog button:has-text("Yes, delete")');
    await page.waitForSelector('.sample.taken-back >> nth=1');
    expect(await shown(page)).toEqual(['Cat', 'Cat']);
    expect(await labels()).toEqual({ Cat: 2 });
    await page.context().close();
  });

  it('says so when somebody else has deleted the picture', async () => {
    await upload(1, 'Cat');
    const { page } = await visit.open({ path: '/data', expected: /404/ });
    const id = await page.inputValue('#samples input');
    await visit.application.api.delete(`/api/dataset/samples/${id}`).expect(200);
    await focus(page, 0);
    await page.keyboard.press(await keyOf(page, 'Dog'));
    await page.waitForSelector('.notice-bad:has-text("gone already")');
    expect(await page.locator('.sample.taken-back').count()).toBe(1);
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
