import { mkdtempSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { VersionExistsError } from '../../../../src/registry/errors';
import { NETWORKS } from '../../../../src/training/network/specification';
import type { RetrainMessage, RetrainTask } from '../../../../src/training/retrain/messages';
import { retrain } from '../../../../src/training/retrain/retrain';
import { writeTinyVersion } from '../../../support/tiny-version';

describe('a retraining', () => {
  let folder: string;
  let task: RetrainTask;
  const said: RetrainMessage[] = [];
  const say = (message: RetrainMessage): void => void said.push(message);

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'retrain-'));
    said.length = 0;
    task = {
      mode: 'head',
      job: 'job-1',
      baseVersion: 'tiny',
      name: 'child',
      settings: { epochs: 1, batchSize: 1, network: 'small', recipe: 'short' },
      specification: NETWORKS.small,
      folders: {
        models: path.join(folder, 'models'),
        data: path.join(folder, 'data'),
        persistence: folder,
        run: path.join(folder, 'run'),
      },
      maxLossOfAccuracy: 0.005,
      producerVersion: '0',
    };
    await writeTinyVersion(task.folders.models);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('that was killed when its version was written has made it', async () => {
    const first = await retrain(task, say);
    said.length = 0;
    const again = await retrain(task, say);
    expect(again.card).toEqual(first.card);
    expect(said).toEqual([
      { kind: 'log', line: 'An earlier attempt has written the version already.' },
    ]);
    expect((await readdir(task.folders.models)).sort()).toEqual(['child', 'tiny']);
  });

  it('does not take the version of another job for its own', async () => {
    await retrain(task, say);
    await expect(retrain({ ...task, job: 'job-2' }, say)).rejects.toThrow(VersionExistsError);
  });
});
