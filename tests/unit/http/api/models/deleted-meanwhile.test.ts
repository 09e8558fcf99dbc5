import { mkdtempSync, rmSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UnusableVersionError } from '../../../../../src/evaluation/apart/errors';
import { NotExportableError } from '../../../../../src/export/errors';
import { despiteChanges } from '../../../../../src/http/api/models/despite-changes';
import { ServiceState } from '../../../../../src/serving/service-state';
import { toHttpError } from '../../../../../src/http/kit/errors/to-http-error';
import { VersionCatalogue } from '../../../../../src/registry/version-catalogue';
import { writeTinyVersion } from '../../../../support/tiny-version';

let models: string;
let parts: { catalogue: VersionCatalogue; state: ServiceState };
beforeEach(async () => {
  models = mkdtempSync(path.join(tmpdir(), 'models-'));
  await writeTinyVersion(models, { version: 'tiny' });
  parts = {
    catalogue: new VersionCatalogue(models),
    state: new ServiceState({ current: undefined }),
  };
});
afterEach(() => rmSync(models, { recursive: true }));

describe.each([
  ['exported', new NotExportableError('it is odd')],
  ['judged', new UnusableVersionError('it is odd')],
])('a version that cannot be %s', (_, failure) => {
  const refuse = async (): Promise<void> => {
    try {
      await despiteChanges(['tiny'], parts, () => Promise.reject(failure));
    } catch (error) {
      throw toHttpError(error);
    }
  };

  it('is not found when it was deleted meanwhile', async () => {
    rmSync(path.join(models, 'tiny'), { recursive: true });
    await expect(refuse()).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND', status: 404 });
  });

  it('is broken when a file of it is lost', async () => {
    unlinkSync(path.join(models, 'tiny', 'head.bin'));
    await expect(refuse()).rejects.toMatchObject({
      code: 'MODEL_BROKEN',
      message: expect.stringContaining('head.bin is missing'),
    });
  });

  it('is refused with the reason when it is as it was', async () => {
    await expect(refuse()).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining('it is odd'),
    });
  });

  it('says that the service stops when that is what ended the work', async () => {
    parts.state.beginStop();
    await expect(refuse()).rejects.toMatchObject({
      code: 'SHUTTING_DOWN',
      headers: { 'Retry-After': '1' },
    });
  });
});
