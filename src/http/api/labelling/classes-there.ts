import { CIFAR10_CLASSES } from '../../../config/cifar10';
import { labelKey } from '../../../dataset/samples/label';
import { isOfCifar10 } from '../../../store/samples/label-limit';
import type { SampleStore } from '../../../store/samples/sample';
import type { ServiceState } from '../../../serving/service-state';

type State = Pick<ServiceState, 'model'>;

/**
 * Classes that are there without any labelled picture, because the version in service knows them without:
 * those of CIFAR-10 among its classes, and those that came with its network. While it loads, all of
 * CIFAR-10's.
 */
export function classesWithoutPictures({ model }: State): readonly string[] {
  if (model === undefined) return CIFAR10_CLASSES;
  const { class_names: classNames, imported_classes: imported } = model.version.card;
  const known = new Set(classNames.map(labelKey));
  return [...CIFAR10_CLASSES.filter((name) => known.has(labelKey(name))), ...imported];
}

/**
 * The labels that are offered to people: every one that was given, without the classes of CIFAR-10 that
 * neither the version in service knows nor any sample has, and the classes that are there without pictures.
 *
 * @returns in order of their keys
 */
export async function offeredLabels(samples: SampleStore, state: State): Promise<string[]> {
  const [labels, counts] = await Promise.all([samples.labels(), samples.count(0)]);
  const offered = new Map(classesWithoutPictures(state).map((name) => [labelKey(name), name]));
  const used = new Set(counts.map(({ label }) => labelKey(label)));
  for (const { key, name } of labels) {
    if (!isOfCifar10(key) || used.has(key) || offered.has(key)) offered.set(key, name);
  }
  return [...offered].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, name]) => name);
}
