import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import supertest from 'supertest';
import { createHttpApp } from '../../../../../src/http/create-http-app';
import { VersionCatalogue } from '../../../../../src/registry/version-catalogue';
import type { Activation } from '../../../../../src/store/activations/activation';
import { httpParts, type TestHttpParts } from '../../../../support/http-parts';
import { writeTinyVersion } from '../../../../support/tiny-version';

let models: string;
beforeEach(async () => {
  models = mkdtempSync(path.join(tmpdir(), 'models-'));
  await writeTinyVersion(models, { version: 'other' });
});
afterEach(() => rmSync(models, { recursive: true }));

function deleteOther(changes: Partial<TestHttpParts>): supertest.Test {
  const parts = {
    ...httpParts({ environment: { MODEL_DIR: models } }),
    catalogue: new VersionCatalogue(models),
    ...changes,
  };
  return supertest(createHttpApp(parts)).delete('/api/models/other');
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
    const { active } = httpParts();
    const history = (): Promise<Activation[]> => Promise.resolve([activation]);
    await deleteOther({ active: { ...active, history } }).expect(409);
    expect(readdirSync(models)).toEqual(['other']);
  });

  it('is undone when another instance makes it the active one meanwhile', async () => {
    const { active } = httpParts();
    const answers: Activation[][] = [[], [activation]];
    const history = (): Promise<Activation[]> => Promise.resolve(answers.shift()!);
    const { body } = await deleteOther({ active: { ...active, history } }).expect(409);
    expect(body).toMatchObject({ code: 'MODEL_ACTIVE' });
    expect(readdirSync(models)).toEqual(['other']);
  });
});
