import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** What an installation replaces in the folder of tfjs-node: the library, and the binding to it. */
const REPLACED = ['deps', 'lib'];

/**
 * Runs an installation with what is installed put aside: it is thrown away when the new one is
 * there, and put back when that fails or is stopped.
 *
 * @param nodePackage the folder of `@tensorflow/tfjs-node`
 * @param install also tries what it installed
 */
export async function replaceInstalled<T>(
  nodePackage: string,
  install: () => Promise<T>,
): Promise<T> {
  const places = REPLACED.map((name) => ({
    place: path.join(nodePackage, name),
    aside: path.join(nodePackage, `${name}.before`),
  }));
  for (const { place, aside } of places) {
    // One that was killed left what worked aside, and something half-made in its place.
    if (existsSync(aside)) await rm(place, { recursive: true, force: true });
    else if (existsSync(place)) await rename(place, aside);
  }
  try {
    const installed = await install();
    for (const { aside } of places) await rm(aside, { recursive: true, force: true });
    return installed;
  } catch (error) {
    for (const { place, aside } of places) {
      await rm(place, { recursive: true, force: true });
      if (existsSync(aside)) await rename(aside, place);
    }
    throw error;
  }
}
