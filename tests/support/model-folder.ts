import { cp } from 'node:fs/promises';
import path from 'node:path';
import { newestGoodVersion } from '../../src/registry/find-version';
import { NoModelError } from '../../src/registry/errors';
import type { ModelVersion } from '../../src/registry/version';
import { writeTinyVersion } from './tiny-version';

export const SHIPPED_MODELS = path.join(__dirname, '..', '..', 'models');

/**
 * A folder of model versions of the test's own: the shipped one that a first start takes, or, in a
 * checkout without, a tiny version. What a test makes of it stays there.
 */
export async function modelFolder(folder: string): Promise<string> {
  const shipped = await shippedVersion();
  if (shipped === undefined) await writeTinyVersion(folder);
  else await cp(shipped.folder, path.join(folder, shipped.name), { recursive: true });
  return folder;
}

async function shippedVersion(): Promise<ModelVersion | undefined> {
  try {
    return await newestGoodVersion(SHIPPED_MODELS, 'standard', () => undefined);
  } catch (error) {
    if (error instanceof NoModelError) return undefined;
    throw error;
  }
}
