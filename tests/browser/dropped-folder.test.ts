import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startVisit, type Visit } from '../support/browser';
import { png } from '../support/images';
import { dropOnto } from './drop-onto';

let visit: Visit;
let folder: string;
beforeAll(async () => {
  visit = await startVisit();
  folder = mkdtempSync(path.join(tmpdir(), 'dropped-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await visit.end();
});

describe('a dropped folder', () => {
  it('brings the pictures in it, at any depth, beside the loose ones, and names what is none', async () => {
    const album = path.join(folder, 'album');
    const loose = path.join(folder, 'loose.png');
    mkdirSync(path.join(album, 'inner'), { recursive: true });
    writeFileSync(loose, await png({ seed: 1 }));
    writeFileSync(path.join(album, 'outer.png'), await png({ seed: 2 }));
    writeFileSync(path.join(album, 'inner', 'deep.png'), await png({ seed: 3 }));
    writeFileSync(path.join(album, 'notes.txt'), 'not a picture');
    writeFileSync(path.join(album, '.DS_Store'), 'of the system');

    const { page, complaints } = await visit.open();
    await dropOnto(page, '.site-header', [loose, album]); // a near miss counts
    await page.waitForFunction(
      () => document.querySelectorAll('.batch-item:not(.waiting)').length === 4,
    );
    expect((await page.locator('.batch-file').allTextContents()).sort()).toEqual([
      'deep.png',
      'loose.png',
      'notes.txt',
      'outer.png',
    ]);
    expect(await page.textContent('.batch-item.refused .batch-class')).toMatch(/^This is a text/);
    expect(await page.textContent('.batch-summary')).toBe('3 answered, 1 refused');
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  it('without a picture in it asks nothing', async () => {
    const empty = path.join(folder, 'empty');
    mkdirSync(empty);
    const { page, complaints } = await visit.open();
    await dropOnto(page, '#drop-zone', [empty]);
    expect(await page.isVisible('#answer-empty')).toBe(true);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });
});
