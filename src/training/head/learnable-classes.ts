import { MAX_CLASSES } from '../../config/class-limit';
import type { LabelledSample } from '../../dataset/labelled-sample';
import { classListOf, countByClass, type ClassList } from './class-list';

/** A class that a retraining does without. */
export interface LeftOutClass {
  readonly name: string;
  readonly samples: number;
  readonly why: 'all of its samples are held out' | 'there are too many classes';
}

/** What there is to learn. */
export interface LearnableClasses {
  readonly classes: ClassList;
  /** Those of these classes, held out or not, in the order given. */
  readonly samples: readonly LabelledSample[];
  readonly leftOut: readonly LeftOutClass[];
}

/**
 * The classes that samples make together with those of a graph. A class is left out when there is
 * none of its samples to learn from. Beyond {@link MAX_CLASSES}, which a store of an earlier release
 * may hold, the classes with the fewest samples are left out, of equal ones the later by name: so a
 * retraining does what it can, and says what it did without.
 *
 * @param known classes that the graph was trained on; they are never left out
 * @param samples all there are, those kept out of training included
 */
export function learnableClasses(
  known: readonly string[],
  samples: readonly LabelledSample[],
): LearnableClasses {
  const everything = classListOf(known, samples);
  const counts = new Map(Object.entries(countByClass(samples, everything)));
  const learned = samples.filter(({ heldOut }) => !heldOut);
  const largest = classListOf(known, learned)
    .names.slice(known.length)
    .map((name) => ({ name, samples: counts.get(nameOf(everything, name)) ?? 0 }))
    .sort((a, b) => b.samples - a.samples || (a.name < b.name ? -1 : 1))
    .slice(0, Math.max(0, MAX_CLASSES - known.length));
  const chosen = new Set([...known, ...largest.map(({ name }) => nameOf(everything, name))]);
  const isChosen = ({ label }: LabelledSample): boolean => chosen.has(nameOf(everything, label));
  const classes = classListOf(known, learned.filter(isChosen));
  const hasLearned = new Set(learned.map(({ label }) => nameOf(everything, label)));
  return {
    classes,
    samples: samples.filter(isChosen),
    leftOut: everything.names
      .filter((name) => !chosen.has(name))
      .map((name) => ({
        name,
        samples: counts.get(name) ?? 0,
        why: hasLearned.has(name)
          ? 'there are too many classes'
          : 'all of its samples are held out',
      })),
  };
}

/** A label as the list of all classes spells it. */
function nameOf(classes: ClassList, label: string): string {
  return classes.names[classes.indexOf(label)]!;
}

/** Lines for a log, one a reason; none where nothing is left out. */
export function leftOutLines(leftOut: readonly LeftOutClass[]): string[] {
  const reasons = [...new Set(leftOut.map(({ why }) => why))];
  return reasons.map((reason) => {
    const classes = leftOut.filter(({ why }) => why === reason);
    const names = classes.slice(0, MOST_NAMES).map(({ name, samples }) => `${name} (${samples})`);
    const more = classes.length - names.length;
    const list = [...names, ...(more === 0 ? [] : [`and ${more} more`])].join(', ');
    return `Left out, because ${reason}, with the number of their samples: ${list}.`;
  });
}

/** A store may have thousands of labels. */
const MOST_NAMES = 20;
