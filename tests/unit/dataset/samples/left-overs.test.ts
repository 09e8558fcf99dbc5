import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { processTag, stateOfProcess } from '../../../../src/config/process-tag';
import { SampleFiles } from '../../../../src/dataset/samples/sample-files';
import { inUploadFolder, sweepUploadFolders } from '../../../../src/dataset/samples/upload-folders';
import { goneProcessTag } from '../../../support/gone-process';

const own = processTag();
const [host, boot, pid, began] = own.split('-') as [string, string, string, string];
const gone = {
  'a process that has ended': goneProcessTag(),
  'one whose number another has now': [host, boot, pid, String(Number(began) + 1)].join('-'),
  'one before the machine was started again': [host, '00000000', pid, began].join('-'),
};
const elsewhere = ['00000000', boot, pid, began].join('-');

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'left-overs-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('the process behind a tag', () => {
  it('is alive as long as it runs', () => {
    expect(stateOfProcess(own)).toBe('alive');
  });

  it.each(Object.entries(gone))('%s is gone', (_what, tag) => {
    expect(stateOfProcess(tag)).toBe('gone');
  });

  it.each([elsewhere, '', 'left-over', '019a-1-2-3', `${own}-1`])('%s is not known', (tag) => {
    expect(stateOfProcess(tag)).toBe('unknown');
  });
});

describe('folders of uploads', () => {
  const LONGEST_MS = 1000;
  const at = Date.parse('2026-05-01T00:00:00Z');
  const make = (name: string, ageMs: number): void => {
    mkdirSync(path.join(folder, name));
    writeFileSync(path.join(folder, name, '0'), 'half of a picture');
    const seconds = (at - ageMs) / 1000;
    utimesSync(path.join(folder, name), seconds, seconds);
  };

  it('go with their work, however it ends', async () => {
    const seen: boolean[] = [];
    const failing = inUploadFolder(folder, 'id', (made) => {
      seen.push(existsSync(made));
      return Promise.reject(new Error('it failed'));
    });
    await expect(failing).rejects.toThrow('it failed');
    expect([seen, readdirSync(folder)]).toEqual([[true], []]);
  });

  it('of the dead are removed at once, and those of the living never', async () => {
    for (const tag of Object.values(gone)) make(`${tag}.id`, 0);
    make(`${own}.id`, 1e9);
    make(`${elsewhere}.young`, LONGEST_MS - 1);
    make(`${elsewhere}.old`, LONGEST_MS + 1);
    make('019a-of-a-release-before', LONGEST_MS + 1);
    make('019a-of-long-ago', 7 * 3_600_000);
    expect(await sweepUploadFolders(folder, at, LONGEST_MS)).toBe(5);
    expect(readdirSync(folder).sort()).toEqual(
      [`${own}.id`, `${elsewhere}.young`, '019a-of-a-release-before'].sort(),
    );
  });

  it('are swept where there were none yet', async () => {
    expect(await sweepUploadFolders(path.join(folder, 'uploads'), at, LONGEST_MS)).toBe(0);
  });
});

describe('parts of sample files', () => {
  it('of the dead are removed at once, and those of the living never', async () => {
    const id = 'ab'.repeat(32);
    const files = new SampleFiles({ folder, newId: () => '019a' });
    await files.write(id, 'png', Buffer.from('a picture'));
    const place = path.join(folder, 'ab');
    const part = (tag: string): string => `${id}.png.${tag}.019b.part`;
    for (const tag of [...Object.values(gone), own, elsewhere]) {
      writeFileSync(path.join(place, part(tag)), 'half');
    }
    const removed = await files.sweep(Date.now(), (ids) => Promise.resolve(new Set(ids)));
    expect(removed).toBe(Object.values(gone).length);
    expect(readdirSync(place).sort()).toEqual([`${id}.png`, part(own), part(elsewhere)].sort());
  });
});
