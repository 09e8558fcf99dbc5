import { labelKey } from '../dataset/samples/label';
import type { GateReport } from '../registry/card';
import type { OwnPictures } from '../registry/own-pictures';

/** What is known of classes that people gave pictures of. */
export interface ClassEvidence {
  readonly classNames: readonly string[];
  /** The classes of the version that it is compared with. */
  readonly before: readonly string[];
  /** Each picture judged without having been learned from; null where none could be. */
  readonly own: OwnPictures | null;
  /** Classes that are known from these pictures alone, with how many of them were learned from. */
  readonly taught: readonly TaughtClass[];
}

export interface TaughtClass {
  readonly name: string;
  readonly learned: number;
}

/** Fewer pictures of a class say little of how well it is recognised. */
export const A_HANDFUL = 10;
/** More names than these are only counted. */
const MOST_NAMES = 10;

type Rule = GateReport['rules'][number];

/**
 * Judges class by class: one with enough pictures must be recognised better than by guessing. What is
 * known from a handful of pictures only, or not at all any more, is said, and refuses nothing.
 *
 * @returns nothing where there is nothing to say
 */
export function judgeClasses({ classNames, before, own, taught }: ClassEvidence): Rule[] {
  const guessing = 1 / classNames.length;
  const judged = (own?.classes ?? []).flatMap(({ recall }, c) =>
    recall !== null && recall.pictures >= A_HANDFUL ? [{ name: classNames[c]!, recall }] : [],
  );
  const poor = judged
    .filter(({ recall }) => recall.value <= guessing)
    .map(({ name, recall }) => `${name} (${recall.right} of ${recall.pictures})`);
  const few = taught.filter(({ learned }) => learned < A_HANDFUL).map(({ name }) => name);
  const sentences = [
    ...(own === null ? [] : [sentenceOn(judged.length, poor)]),
    ...(few.length === 0
      ? []
      : [`Fewer than ten pictures, so that little is known yet: ${listed(few)}.`]),
  ];
  return [
    ...lostClasses(before, classNames),
    ...(sentences.length === 0
      ? []
      : [{ name: 'each class', explanation: sentences.join(' '), passed: poor.length === 0 }]),
  ];
}

/** Whoever chose the classes, or deleted one, wants it so: it is said, and refuses nothing. */
function lostClasses(before: readonly string[], now: readonly string[]): Rule[] {
  const keys = new Set(now.map(labelKey));
  const lost = before.filter((name) => !keys.has(labelKey(name)));
  if (lost.length === 0) return [];
  return [
    { name: 'lost classes', explanation: `It no longer knows ${listed(lost)}.`, passed: true },
  ];
}

function sentenceOn(judged: number, poor: readonly string[]): string {
  if (poor.length > 0) {
    return `Recognised no better than by guessing: ${listed(poor)}. Look at their pictures, or add others.`;
  }
  return judged === 0
    ? 'No class has ten pictures to judge it by yet.'
    : 'No class with ten pictures or more to judge it by does as badly as guessing.';
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
