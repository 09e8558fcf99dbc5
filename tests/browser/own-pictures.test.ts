import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEVICES, startVisit, type Visit } from '../support/browser';
import { png } from '../support/images';
import { writeTinyVersion } from '../support/tiny-version';

/** What pages show of a version that was made from its user's pictures alone. */

let folder: string;
let visit: Visit;
let version: string;
let job: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'own-pictures-'));
  await writeTinyVersion(path.join(folder, 'models'));
  visit = await startVisit({ MODEL_DIR: path.join(folder, 'models') });
  await learnPatterns();
});
afterAll(async () => {
  await visit.end();
  rmSync(folder, { recursive: true });
});

/** Three classes of patterns, which the mean colour tells apart badly. */
async function learnPatterns(): Promise<void> {
  const { api } = visit.application;
  for (const [c, label] of ['Ant', 'Bee', 'Beetle'].entries()) {
    let upload = api.post('/api/upload/training-data').field('label', label);
    for (let i = 0; i < 24; i++) {
      const size = { width: 160 + c, height: 120, seed: 3 * c + (i % 12) / 2 + c / 10 };
      upload = upload.attach('files', await png(size), `${label}-${i}.png`);
    }
    await upload.expect(200);
  }
  const { body } = await api.post('/api/retrain').send({ classes: 'own' }).expect(202);
  ({ job_id: job } = body as { job_id: string });
  for (;;) {
    const answer = await api.get(`/api/jobs/${job}`).expect(200);
    const { state, model_version: made } = answer.body as { state: string; model_version: string };
    if (['succeeded', 'rejected'].includes(state)) {
      version = made;
      return;
    }
    if (['failed', 'cancelled'].includes(state)) throw new Error(JSON.stringify(answer.body));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Path of the fullest cell of the matrix, right or wrong. */
async function cellOf(look: 'right' | 'wrong'): Promise<string> {
  const { page } = await visit.open({ path: `/models/${version}` });
  const href = await page.locator(`#own-matrix td.${look} a`).first().getAttribute('href');
  await page.context().close();
  return href!;
}

describe.each(DEVICES)('own pictures on a %s (%o, %s)', (device, viewport, colorScheme) => {
  it('are drawn without a complaint from browser or axe', async () => {
    const pages = {
      'own-model': await cellOf('wrong'),
      'own-training': `/train/${job}`,
      'own-overview': '/',
      'own-models': '/models',
      'own-compare': `/models/compare?a=${version}&b=tiny`,
    };
    for (const [name, address] of Object.entries(pages)) {
      const visited = await visit.open({ path: address, viewport, colorScheme });
      expect([name, await visited.violations()]).toEqual([name, []]);
      expect(visited.complaints()).toEqual([]);
      const width = await visited.page.evaluate(() => document.documentElement.scrollWidth);
      expect([name, width]).toEqual([name, viewport.width]);
      await visited.page.evaluate(() => {
        for (const image of document.images) image.loading = 'eager';
      });
      await visited.page.waitForFunction(() =>
        [...document.images].every((i) => i.complete && (i.naturalWidth > 0 || i.src === '')),
      );
      await visited.screenshot(`${name}-${device}-${colorScheme}`);
      await visited.page.context().close();
    }
  });
});

describe('the matrix of own pictures', () => {
  it('leads from the training to the pictures of a cell, by keyboard', async () => {
    const { page } = await visit.open({ path: `/train/${job}` });
    await page.locator('#own-matrix td.wrong a').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/models\/.*#own-matrix$/);
    const chosen = page.locator('#own-matrix a[aria-current="true"]');
    expect(await chosen.count()).toBe(1);
    const shown = await page.locator('#own-matrix .examples img').count();
    expect(shown).toBe(Math.min(12, Number(await chosen.textContent())));
    await page.context().close();
  });
});
