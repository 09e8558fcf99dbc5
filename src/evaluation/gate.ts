import type { GateReport } from '../registry/card';

/** How many of the same images two versions got right. */
export interface SharedScore {
  readonly candidate: number;
  readonly active: number;
  readonly images: number;
}

/** What a candidate is judged by. */
export interface GateEvidence {
  /** Name of the version in service; null when there is none. */
  readonly comparedWith: string | null;
  /** On held-out images of the classes that the graph was trained on. */
  readonly knownClasses: SharedScore;
  /** On labelled samples kept out of training; null where there are none. */
  readonly samples: SharedScore | null;
  /** Largest difference of a logit between engines; null when the graph is not a new one. */
  readonly parity: number | null;
}

export interface GateOptions {
  /** Accuracy on the known classes, 0-1, that may be lost. */
  readonly maxLossOfAccuracy: number;
  /** Logits of two engines may differ by so much. */
  readonly parityTolerance: number;
}

/**
 * Judges whether a candidate may take over from the active version: it must not be worse than the
 * tolerance allows on what was known, nor worse at all on the samples that people labelled, by
 * more than one image that fell the other way.
 *
 * @returns the verdict, with a sentence for each rule
 */
export function judge(evidence: GateEvidence, options: GateOptions): GateReport {
  const { comparedWith, knownClasses, samples, parity } = evidence;
  const rules: GateReport['rules'] = [known(knownClasses, options.maxLossOfAccuracy)];
  if (samples !== null) rules.push(labelled(samples));
  if (parity !== null) rules.push(agreeing(parity, options.parityTolerance));
  return {
    verdict: rules.every(({ passed }) => passed) ? 'passed' : 'rejected',
    compared_with: comparedWith,
    rules,
  };
}

function known({ candidate, active, images }: SharedScore, tolerance: number): Rule {
  const loss = (active - candidate) / images;
  return {
    name: 'known classes',
    explanation:
      `${percent(candidate / images)} of ${images} held-out images right, ` +
      `${percent(active / images)} by the active version; it may lose ${percent(tolerance)}.`,
    // Shares of counts: what is exactly at the tolerance must not fail by a rounding.
    passed: loss <= tolerance + Number.EPSILON,
  };
}

function labelled({ candidate, active, images }: SharedScore): Rule {
  return {
    name: 'labelled samples',
    explanation:
      `${candidate} of ${images} samples kept out of training right, ` +
      `${active} by the active version; it may lose one.`,
    passed: candidate >= active - 1,
  };
}

function agreeing(difference: number, tolerance: number): Rule {
  return {
    name: 'engines agree',
    explanation: `The logits of two engines differ by ${difference.toExponential(1)}; they may by ${tolerance}.`,
    passed: difference <= tolerance,
  };
}

type Rule = GateReport['rules'][number];

/** `0.50 points`-like precision: two decimals. */
function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}
