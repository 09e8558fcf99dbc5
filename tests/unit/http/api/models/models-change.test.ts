import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Test } from 'supertest';
import {
  modelOperations,
  type ModelOperationsParts,
} from '../../../../../src/http/api/models/model-operations';
import { deleteModel } from '../../../../../src/http/api/models/models-change';
import { VersionCatalogue } from '../../../../../src/registry/version-catalogue';
import type { Activation } from '../../../../../src/store/activations/activation';
import { apiOf } from '../../../../support/api-of';
import { oneVersion } from '../../../../support/one-version';
import { recordingLogger } from '../../../../support/recording-logger';
import { writeTinyVersion } from '../../../../support/tiny-version';

let models: string;
beforeEach(async () => {
  models = mkdtempSync(path.join(tmpdir(), 'models-'));
  await writeTinyVersion(models, { version: 'other' });
});
afterEach(() => rmSync(models, { recursive: true }));

function deleteOther(changes: Partial<ModelOperationsParts>): Test {
  const operations = modelOperations({
    active: oneVersion(),
    catalogue: new VersionCatalogue(models),
    config: { MODEL_DIR: models },
    logger: recordingLogger(),
    versionInUse: () => Promise.resolve(undefined),
    ...changes,
  });
  return apiOf([deleteModel], { modelOperations: operations }).delete('/api/models/other');
}

const activation: Activation = {
  id: 1,
  version: 'other',
  activatedAt: 0,
  cause: 'manual',
  job: null,
};

describe('deleting a version', () => {
  it('is refused while something needs its files', async () => {
    const { body } = await deleteOther({
      versionInUse: (version) => Promise.resolve(`a job learns from ${version}`),
    }).expect(409);
    expect(body).toMatchObject({
      code: 'MODEL_IN_USE',
      error: 'This version cannot be deleted now: a job learns from other.',
    });
    expect(readdirSync(models)).toEqual(['other']);
  });

  it('is refused when another instance has made it the active one', async () => {
    const history = (): Promise<Activation[]> => Promise.resolve([activation]);
    await deleteOther({ active: { ...oneVersion(), history } }).expect(409);
    expect(readdirSync(models)).toEqual(['other']);
  });

  it('is undone when another instance makes it the active one meanwhile', async () => {
    const answers: Activation[][] = [[], [activation]];
    const history = (): Promise<Activation[]> => Promise.resolve(answers.shift()!);
    const { body } = await deleteOther({ active: { ...oneVersion(), history } }).expect(409);
    expect(body).toMatchObject({ code: 'MODEL_ACTIVE' });
    expect(readdirSync(models)).toEqual(['other']);
  });
});
