import { counted } from '../config/counted';
import type { GateReport } from '../registry/card';
import type { OwnPictures, ShareOfPictures } from '../registry/own-pictures';
import type { SharedScore } from './gate';
import { A_HANDFUL, judgeClasses } from './gate-classes';

/** How a candidate does on the pictures that people gave. */
export interface PictureEvidence {
  /** The active version, which the candidate is compared with. */
  readonly comparedWith: string;
  readonly classNames: readonly string[];
  /** The classes of the active version. */
  readonly classNamesBefore: readonly string[];
  /** Each picture judged without having been learned from; null where none could be. */
  readonly own: OwnPictures | null;
  /**
   * How the active version does on the very same pictures, each judged in the same way; undefined where
   * its figures are of others.
   */
  readonly before?: Pick<ShareOfPictures, 'right' | 'pictures' | 'low'> | undefined;
  /** On the pictures kept out of every training; null where there are none. */
  readonly heldOut: SharedScore | null;
}

const MOST_NAMED = 5;

type Rule = GateReport['rules'][number];

/**
 * Judges whether a version that knows its users' classes may take over: it must not be worse than the
 * active version on the pictures kept out of training, where one may fall the other way in any case,
 * and it must recognise pictures better than guessing does, in all and class by class. What is known
 * from a handful of pictures only is said, and refuses nothing.
 *
 * @param maxLoss share of the pictures kept out of training, 0-1, that may be lost
 * @returns the verdict, with sentences for people who know nothing of statistics
 */
export function judgePictures(evidence: PictureEvidence, maxLoss: number): GateReport {
  const rules = [
    inAll(evidence),
    ...byClass(evidence),
    ...unseen(evidence),
    ...onTheSame(evidence),
    ...against(evidence, maxLoss),
  ];
  return {
    verdict: rules.every(({ passed }) => passed) ? 'passed' : 'rejected',
    compared_with: evidence.comparedWith,
    rules,
  };
}

function inAll({ own, classNames }: PictureEvidence): Rule {
  const name = 'better than guessing';
  if (own === null) {
    return {
      name,
      explanation:
        'No class has a second picture, so nothing can be said of how well they are recognised. Add some.',
      passed: true,
    };
  }
  const { right, pictures, value, low, high } = own.accuracy;
  const guessing = 1 / classNames.length;
  return {
    name,
    explanation:
      `${recognised(right, pictures)} without having been learned from: ` +
      `${percent(value)}, and with so many pictures anything from ${percent(low)} to ${percent(high)} ` +
      `is likely. Guessing among ${classNames.length} classes gives ${percent(guessing)}.`,
    passed: pictures < A_HANDFUL || value > guessing,
  };
}

/** Those that came with the network need no pictures; nothing is said of them. */
function byClass({ own, classNames, classNamesBefore }: PictureEvidence): Rule[] {
  const learned = classNames.map((name, c) => ({ name, learned: own?.classes[c]?.learned ?? 0 }));
  return judgeClasses({
    classNames,
    before: classNamesBefore,
    own,
    taught: own === null ? [] : learned.filter((one) => one.learned > 0),
  });
}

/** Classes of before that nothing is known of: said, because no figure counts what they lose. */
function unseen({ own, classNames, classNamesBefore }: PictureEvidence): Rule[] {
  if (own === null) return [];
  const taught = classNames.filter((_, c) => own.classes[c]!.learned > 0);
  const without = classNames.filter(
    (name, c) => own.classes[c]!.learned === 0 && classNamesBefore.includes(name),
  );
  if (without.length === 0 || taught.length === 0) return [];
  return [
    {
      name: 'classes without pictures',
      explanation:
        `There is no picture of ${listed(without)}, so nothing tells how many of theirs are now taken ` +
        `for ${listed(taught)}: some are. Five pictures of each or more keep them apart, and are counted.`,
      passed: true,
    },
  ];
}

/** `a, b, c, d, e and 3 more` */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED);
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

/** Fails where the active version is better beyond what chance could do. */
function onTheSame({ own, before, comparedWith }: PictureEvidence): Rule[] {
  if (own === null || before === undefined) return [];
  const { right, pictures, high } = own.accuracy;
  return [
    {
      name: 'on the same pictures',
      explanation:
        `${recognised(right, pictures)}, and ${before.right} of ${before.pictures} ` +
        `by ${comparedWith}, which learned from the same ones.`,
      passed: high >= before.low,
    },
  ];
}

function against({ heldOut, comparedWith }: PictureEvidence, maxLoss: number): Rule[] {
  if (heldOut === null) return [];
  const { candidate, active, images } = heldOut;
  const mayLose = Math.max(1, Math.floor(maxLoss * images));
  return [
    {
      name: 'against the active version',
      explanation:
        `${recognised(candidate, images, ' that no training has seen')}, and ${active} by ` +
        `${comparedWith}; it may be ${mayLose} fewer.`,
      passed: candidate >= active - mayLose,
    },
  ];
}

/** `1 of 1 picture is recognised`, `36 of 40 pictures are recognised` */
function recognised(right: number, pictures: number, which = ''): string {
  return `${right} of ${counted(pictures, 'picture')}${which} ${right === 1 ? 'is' : 'are'} recognised`;
}

/** Whole per cent: with so few pictures more would be a lie. */
function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
