import { removeVersion } from '../registry/remove-version';

/**
 * Removes a backbone, at once for everybody. Versions made on it go on working: each has the graph
 * in its own folder, in a file that versions share and the backbone does not.
 *
 * @param dir the folder of backbones
 * @returns false when there is no backbone of this name
 */
export async function removeBackbone(dir: string, name: string): Promise<boolean> {
  const removed = await removeVersion(dir, name);
  await removed?.discard();
  return removed !== undefined;
}
