import { CIFAR10_CLASSES } from '../config/cifar10';
import type { ModelCard } from '../registry/card';
import { STRINGS } from './strings/strings';

/** What the figures of a version that are not on its user's pictures are on, in words. */
export function dataSetOf({ class_names: classNames }: Pick<ModelCard, 'class_names'>): string {
  const isCifar = CIFAR10_CLASSES.every((name) => classNames.includes(name));
  return isCifar ? STRINGS.dataSetCifar : STRINGS.dataSetOther;
}
