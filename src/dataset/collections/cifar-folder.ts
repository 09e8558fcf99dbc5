import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { CIFAR_FOLDER } from './read-cifar-binary';

/**
 * Makes `<folder>/cifar-10-batches-bin`, which appears complete or not at all.
 *
 * @param fill writes the files into the folder it is given
 * @returns the folder's path
 */
export async function fillCifarFolder(
  folder: string,
  fill: (temporary: string) => Promise<void>,
): Promise<string> {
  const target = path.join(folder, CIFAR_FOLDER);
  const temporary = path.join(folder, `.${CIFAR_FOLDER}.part`);
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  try {
    await fill(temporary);
    await rm(target, { recursive: true, force: true });
    await rename(temporary, target);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return target;
}
