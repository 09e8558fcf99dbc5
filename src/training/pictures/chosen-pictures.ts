import { MAX_CLASSES } from '../../config/class-limit';
import { counted } from '../../config/counted';
import type { LabelledOriginal } from '../../dataset/labelled-sample';
import { labelKey } from '../../dataset/samples/label';
import type { ClassChoice } from '../../store/jobs/job';

/** The pictures that a head is made of, and its classes. */
export interface ChosenPictures {
  /** Those that came with the network first, then the others by name. */
  readonly classNames: readonly string[];
  /** To learn from, in the order of their ids. */
  readonly learned: readonly LabelledPicture[];
  /** Kept out of training, to judge by. */
  readonly heldOut: readonly LabelledPicture[];
}

export interface LabelledPicture {
  readonly sample: LabelledOriginal;
  /** index into the class names */
  readonly label: number;
}

/** `20 labelled pictures of 2 classes`: classes that came with the network need none, and count only with some. */
export function learnedInWords({ learned }: Pick<ChosenPictures, 'learned'>): string {
  const classes = new Set(learned.map(({ label }) => label)).size;
  return `${counted(learned.length, 'labelled picture')} of ${counted(classes, 'class', 'classes')}`;
}

/** There are no pictures to do it with. The message is a sentence for people. */
export class TooFewPicturesError extends Error {
  override readonly name = 'TooFewPicturesError';
}

/**
 * A class with fewer pictures than this keeps none out of training: it learns from all of them, and
 * each is judged by a head that has learned from all others.
 */
export const LEAST_TO_HOLD_OUT = 10;

/**
 * The classes that were chosen, and their pictures.
 *
 * @param samples in the order of their ids, without those of the test set
 * @param imported classes that came with the network, which need no pictures
 * @throws {TooFewPicturesError} when a class that was named has no picture, or fewer than two classes are left
 */
export function choosePictures(
  samples: readonly LabelledOriginal[],
  choice: ClassChoice,
  imported: readonly string[] = [],
): ChosenPictures {
  const known = choice === 'all' ? imported : [];
  const names = new Map(known.map((name) => [labelKey(name), name]));
  for (const { key, name } of givenClasses(samples, choice)) {
    if (!names.has(key)) names.set(key, name);
  }
  if (names.size < 2) throw new TooFewPicturesError(tooFewClasses([...names.values()], choice));
  if (names.size > MAX_CLASSES) {
    throw new TooFewPicturesError(
      `There are ${names.size} classes, and a version can have ${MAX_CLASSES}: choose them by name.`,
    );
  }
  const places = new Map([...names.keys()].map((key, place) => [key, place]));
  const pictures = samples.flatMap((sample) => {
    const label = places.get(labelKey(sample.label));
    return label === undefined ? [] : [{ sample, label }];
  });
  const counts = new Uint32Array(names.size);
  for (const { label } of pictures) counts[label]!++;
  const isKept = ({ sample, label }: LabelledPicture): boolean =>
    sample.heldOut && counts[label]! >= LEAST_TO_HOLD_OUT;
  return {
    classNames: [...names.values()],
    learned: pictures.filter((picture) => !isKept(picture)),
    heldOut: pictures.filter(isKept),
  };
}

function givenClasses(
  samples: readonly LabelledOriginal[],
  choice: ClassChoice,
): { readonly key: string; readonly name: string }[] {
  const given = new Map<string, string>();
  for (const { label } of samples) {
    const key = labelKey(label);
    const known = given.get(key);
    if (known === undefined || label < known) given.set(key, label);
  }
  if (typeof choice !== 'string') {
    const keys = [...new Map(choice.map((name) => [labelKey(name), name]))];
    const missing = keys.filter(([key]) => !given.has(key)).map(([, name]) => name);
    if (missing.length > 0) {
      throw new TooFewPicturesError(
        `There is no picture of ${missing.map((name) => JSON.stringify(name)).join(', ')} to learn from.`,
      );
    }
    for (const key of given.keys()) if (!keys.some(([chosen]) => chosen === key)) given.delete(key);
  }
  return [...given].map(([key, name]) => ({ key, name })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

function tooFewClasses(names: readonly string[], choice: ClassChoice): string {
  if (typeof choice !== 'string') return 'A classifier needs two classes at least.';
  const [only] = names;
  return only === undefined
    ? 'There are no labelled pictures to learn from: upload some, or correct predictions.'
    : `All labelled pictures are of ${JSON.stringify(only)}; a classifier needs two classes at least.`;
}
