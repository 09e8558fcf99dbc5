import { existsSync, readdirSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { writeTinyVersion } from './tiny-version';

const SHIPPED = path.join(__dirname, '..', '..', 'models');

/** Whether this checkout has a trained model. */
export function hasShippedModel(): boolean {
  return (
    existsSync(SHIPPED) &&
    readdirSync(SHIPPED).some((name) => existsSync(path.join(SHIPPED, name, 'card.json')))
  );
}

/**
 * A folder of model versions of the test's own: the shipped ones, or, in a checkout without, a tiny
 * version. What a test makes of them stays there.
 */
export async function modelFolder(folder: string): Promise<string> {
  if (!hasShippedModel()) {
    await writeTinyVersion(folder);
    return folder;
  }
  await cp(SHIPPED, folder, { recursive: true });
  return folder;
}
