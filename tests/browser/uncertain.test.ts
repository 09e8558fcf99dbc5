import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startVisit, type Visit } from '../support/browser';
import { colourPng } from '../support/colour-png';
import { writeRedVersion } from '../support/tiny-variants';

interface FilePayload {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** The version in service knows red pictures only: every other one is `uncertain`. */
let visit: Visit;
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'uncertain-'));
  await writeRedVersion(folder, 'red');
  visit = await startVisit({ MODEL_DIR: folder });
});
afterAll(async () => {
  await visit.end();
  rmSync(folder, { recursive: true });
});

const SIZES = [
  ['phone', { width: 390, height: 800 }],
  ['desktop', { width: 1280, height: 800 }],
] as const;

function colour(name: string, ...rgb: [number, number, number]): FilePayload {
  return { name, mimeType: 'image/png', buffer: colourPng(rgb) };
}

const PICTURES = [colour('red.png', 250, 10, 10), colour('blue.png', 10, 10, 250)];

describe.each(SIZES)('what is uncertain, on a %s', (device, viewport) => {
  it('is said on the tiles of several pictures and in the rows of the latest', async () => {
    const { page, complaints, violations, screenshot } = await visit.open({ viewport });
    await page.setInputFiles('#file-field', PICTURES);
    await page.waitForFunction(
      () => document.querySelectorAll('.batch-item:not(.waiting)').length === 2,
    );
    const tag = '.uncertain-tag:visible';
    expect(await page.locator(`.batch-item:has-text("red.png") ${tag}`).count()).toBe(0);
    expect(await page.locator(`.batch-item:has-text("blue.png") ${tag}`).count()).toBe(1);
    const rows = page.locator('#latest-rows tr');
    await rows.nth(1).waitFor();
    expect(await rows.filter({ hasText: 'red.png' }).first().locator(tag).count()).toBe(0);
    expect(await rows.filter({ hasText: 'blue.png' }).first().locator(tag).count()).toBe(1);
    expect(await violations()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    await screenshot(`uncertain-predict-${device}`);
    await page.goto(`${visit.url}/`);
    expect(await rows.filter({ hasText: 'blue.png' }).first().locator(tag).textContent()).toBe(
      'uncertain',
    );
    expect(await page.locator('.attention, main').first().textContent()).toMatch(
      /\d pictures? of today looks? like none/,
    );
    // Only a batch was asked for, and its latency counts, too.
    expect(await page.textContent('#tile-latency .value')).toMatch(/ms$/);
    await screenshot(`uncertain-overview-${device}`);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });
});
