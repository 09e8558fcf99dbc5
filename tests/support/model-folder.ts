import { existsSync, readdirSync } from 'node:fs';
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
 * A folder of model versions to serve from: the shipped one, or, in a checkout without, a tiny
 * version written into `folder`.
 */
export async function modelFolder(folder: string): Promise<string> {
  if (hasShippedModel()) return SHIPPED;
  await writeTinyVersion(folder);
  return folder;
}
