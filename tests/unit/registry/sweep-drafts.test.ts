import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeDraft } from '../../../src/registry/drafts';
import { sweepDrafts } from '../../../src/registry/sweep-drafts';
import { goneProcessTag } from '../../support/gone-process';

const NOW = new Date('2026-01-01T12:00:00Z');

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'drafts-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function add(name: string, ageMinutes: number): void {
  mkdirSync(path.join(folder, name));
  writeFileSync(path.join(folder, name, 'weights.bin'), 'half of it');
  const at = NOW.getTime() / 1000 - 60 * ageMinutes;
  utimesSync(path.join(folder, name), at, at);
}

describe('sweeping drafts', () => {
  it('removes what was left behind, and neither versions nor what is being written', async () => {
    add('version-1', 1000);
    add('.version-2-abc', 61);
    add('.version-3-def', 59);
    writeFileSync(path.join(folder, '.gitkeep'), '');
    expect(await sweepDrafts(folder, NOW)).toBe(1);
    expect(readdirSync(folder).sort()).toEqual(['.gitkeep', '.version-3-def', 'version-1']);
  });

  it('removes at once what a process of this machine has left, and keeps what one is writing', async () => {
    const gone = `.version-1~${goneProcessTag()}~abc`;
    const alive = path.basename(await makeDraft(folder, 'version-2'));
    add(gone, 1);
    utimesSync(path.join(folder, alive), new Date(0), new Date(0));
    expect(await sweepDrafts(folder, NOW)).toBe(1);
    expect(readdirSync(folder)).toEqual([alive]);
  });

  it('finds nothing where there is no folder', async () => {
    expect(await sweepDrafts(path.join(folder, 'none'), NOW)).toBe(0);
  });
});
