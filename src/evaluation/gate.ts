import { counted } from '../config/counted';
import type { GateReport } from '../registry/card';
import { judgeClasses, type ClassEvidence } from './gate-classes';

/** How many of the same images two versions got right. */
export interface SharedScore {
  readonly candidate: number;
  readonly active: number;
  readonly images: number;
}

/** What classes that the graph was not trained on cost those that it was. */
export interface TakenByNewClasses {
  readonly newClasses: number;
  /** Held-out images that are right among the known classes and go to a new class. */
  readonly taken: number;
  readonly images: number;
}

/** What a candidate is judged by. */
export interface GateEvidence {
  /** Name of the version in service; null when there is none. */
  readonly comparedWith: string | null;
  /** On held-out images of the classes that the graph was trained on, among these classes. */
  readonly knownClasses: SharedScore;
  /** Where there are such classes beside. */
  readonly takenByNewClasses?: TakenByNewClasses;
  /** On labelled samples kept out of training; null where there are none. */
  readonly samples: SharedScore | null;
  /** What is known of the classes of labelled samples. */
  readonly classes?: ClassEvidence;
  /** Largest difference of a logit between engines; null when the graph is not a new one. */
  readonly parity: number | null;
}

export interface GateOptions {
  /** Accuracy on the known classes, 0-1, that may be lost. */
  readonly maxLossOfAccuracy: number;
  /** Logits of two engines may differ by so much. */
  readonly parityTolerance: number;
}

/** Share of the known classes' images that one new class may take, and all of them together. */
const MOST_TAKEN_BY_ONE = 0.01;
const MOST_TAKEN_BY_ALL = 0.03;

/**
 * Share of the held-out images of known classes, 0-1, that new classes may take. Not none: who can
 * answer more makes more mistakes. A network trained on ten classes from the beginning loses 1.1
 * points on eight of them to the other two (measured), so that no good head would pass half a point.
 */
export function mayBeTaken(newClasses: number): number {
  return Math.min(newClasses * MOST_TAKEN_BY_ONE, MOST_TAKEN_BY_ALL);
}

/**
 * Judges whether a candidate may take over from the active version: it must not be worse than the
 * tolerance allows on what was known, nor on the samples that people labelled, where one image may
 * fall the other way in any case. A class that people gave pictures of must be recognised better than
 * by guessing.
 *
 * @returns the verdict, with a sentence for each rule, for people who know nothing of statistics
 */
export function judge(evidence: GateEvidence, options: GateOptions): GateReport {
  const { comparedWith, knownClasses, takenByNewClasses, samples, classes, parity } = evidence;
  // It is read later, too, when another version may be in service.
  const before = comparedWith ?? 'the version before';
  const rules: GateReport['rules'] = [known(knownClasses, before, options.maxLossOfAccuracy)];
  if (takenByNewClasses !== undefined) rules.push(taking(takenByNewClasses));
  if (samples !== null) rules.push(labelled(samples, before, options.maxLossOfAccuracy));
  if (classes !== undefined) rules.push(...judgeClasses(classes));
  if (parity !== null) rules.push(agreeing(parity, options.parityTolerance));
  return {
    verdict: rules.every(({ passed }) => passed) ? 'passed' : 'rejected',
    compared_with: comparedWith,
    rules,
  };
}

function known(
  { candidate, active, images }: SharedScore,
  before: string,
  tolerance: number,
): Rule {
  const loss = (active - candidate) / images;
  return {
    name: 'known classes',
    explanation:
      `Of ${counted(images, 'picture')} of the classes that the network was made with, which it has ` +
      `not learned from, ${percent(candidate / images)} are recognised, and ` +
      `${percent(active / images)} by ${before}; up to ${percent(tolerance)} may be lost.`,
    // Shares of counts: what is exactly at the tolerance must not fail by a rounding.
    passed: loss <= tolerance + Number.EPSILON,
  };
}

function taking({ newClasses, taken, images }: TakenByNewClasses): Rule {
  const allowed = mayBeTaken(newClasses);
  // One image of a handful may fall the other way in any case.
  const mayTake = Math.max(1, Math.floor(allowed * images + Number.EPSILON));
  return {
    name: 'new classes',
    explanation:
      `${taken} of ${counted(images, 'such picture')} (${percent(taken / images)}) ` +
      `${taken === 1 ? 'is' : 'are'} taken for the ` +
      `${newClasses === 1 ? 'new class' : `${newClasses} new classes`}; up to ${percent(allowed)} ` +
      `may be, and one picture in any case.`,
    passed: taken <= mayTake,
  };
}

function labelled(
  { candidate, active, images }: SharedScore,
  before: string,
  tolerance: number,
): Rule {
  const mayLose = Math.max(1, Math.floor(tolerance * images));
  return {
    name: 'labelled samples',
    explanation:
      `Of ${counted(images, 'labelled picture')} kept out of training, ${candidate} ` +
      `${candidate === 1 ? 'is' : 'are'} recognised, and ${active} by ${before}; it may be ` +
      `${mayLose} fewer.`,
    passed: candidate >= active - mayLose,
  };
}

function agreeing(difference: number, tolerance: number): Rule {
  return {
    name: 'engines agree',
    explanation:
      `The two engines that can run the new network differ by ${difference.toExponential(1)} in ` +
      `what they compute (logits); ${tolerance} is allowed.`,
    passed: difference <= tolerance,
  };
}

type Rule = GateReport['rules'][number];

/** `0.50 points`-like precision: two decimals. */
function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}
