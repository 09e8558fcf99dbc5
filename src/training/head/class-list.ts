import { countNames } from '../../config/named-values';
import type { LabelledSample } from '../../dataset/labelled-sample';
import { labelKey } from '../../dataset/samples/label';

/** The classes of a head, and which of them a label means. */
export interface ClassList {
  /** Those of the graph in their order, then new ones by name. */
  readonly names: readonly string[];
  /** How many of them the graph was trained on. */
  readonly known: number;
  has(label: string): boolean;
  /**
   * @param label one that it has
   * @returns index into `names`
   */
  indexOf(label: string): number;
}

/**
 * The classes of a graph and of samples together; the same whatever the order of the samples.
 *
 * @param known classes that the graph was trained on
 */
export function classListOf(
  known: readonly string[],
  samples: readonly Pick<LabelledSample, 'label'>[],
): ClassList {
  const places = new Map(known.map((name, index) => [labelKey(name), index]));
  const added = new Map<string, string>();
  for (const name of new Set(samples.map(({ label }) => label))) {
    const key = labelKey(name);
    if (!places.has(key) && !(added.get(key)! < name)) added.set(key, name);
  }
  const keys = [...added.keys()].sort();
  for (const [i, key] of keys.entries()) places.set(key, known.length + i);
  return {
    names: [...known, ...keys.map((key) => added.get(key)!)],
    known: known.length,
    has: (label) => places.has(labelKey(label)),
    indexOf: (label) => places.get(labelKey(label))!,
  };
}

/** [classes]: how many of the samples are learned from. */
export function learnedOfEach(
  samples: readonly Pick<LabelledSample, 'label' | 'heldOut'>[],
  classes: ClassList,
): number[] {
  const counts = classes.names.map(() => 0);
  for (const { label, heldOut } of samples) if (!heldOut) counts[classes.indexOf(label)]!++;
  return counts;
}

/** The classes that the graph was not trained on, with how many samples they were learned from. */
export function taughtClasses(
  { names, known }: ClassList,
  learned: readonly number[],
): { readonly name: string; readonly learned: number }[] {
  return names.slice(known).map((name, i) => ({ name, learned: learned[known + i]! }));
}

/** How many samples there are of each class that has any. */
export function countByClass(
  samples: readonly LabelledSample[],
  classes: ClassList,
): Record<string, number> {
  return countNames(samples.map(({ label }) => classes.names[classes.indexOf(label)]!));
}
