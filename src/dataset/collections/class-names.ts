import { stat } from 'node:fs/promises';
import path from 'node:path';
import { MAX_CLASSES } from '../../config/class-limit';
import { CIFAR10_CLASSES } from '../../config/cifar10';
import { counted } from '../../config/counted';
import { DatasetError } from './dataset';
import { isCifarSource } from './read-dataset';
import { filesOfFolder } from './read-folder';
import { filesOfTar } from './read-tar';

/**
 * The classes of a data set: those of CIFAR-10, in its order, where it has no others; else its own, by
 * name. Names that differ in nothing but case are one class.
 *
 * @param source as `readDataset` takes it
 * @throws {DatasetError} when there are fewer than two classes, or too many
 */
export async function classNamesOf(source: string): Promise<readonly string[]> {
  const found = await stat(source).catch(() => undefined);
  // What is not there is told when it is read.
  if (found === undefined || (await isCifarSource(source))) return CIFAR10_CLASSES;
  const names = new Map<string, string>();
  const isTar = !found.isDirectory();
  for await (const file of isTar
    ? filesOfTar(source, 'train')
    : await filesOfFolder(source, 'train')) {
    if (!('label' in file)) continue;
    const key = file.label.toLowerCase();
    const known = names.get(key);
    if (known === undefined || file.label < known) names.set(key, file.label);
  }
  const cifar = new Set(CIFAR10_CLASSES.map((name) => name.toLowerCase()));
  if ([...names.keys()].every((key) => cifar.has(key))) return CIFAR10_CLASSES;
  if (names.size < 2 || names.size > MAX_CLASSES) {
    throw new DatasetError(
      `${path.basename(source)} has ${counted(names.size, 'class', 'classes')}; there must be 2 to ${MAX_CLASSES}`,
    );
  }
  return [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, name]) => name);
}
