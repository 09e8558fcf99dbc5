import { countNames } from '../../config/named-values';
import { labelKey } from '../../dataset/samples/label';
import type { ModelVersion } from '../../registry/version';
import { argMax } from '../accuracy';
import { headLogits } from '../head-logits';
import { evaluateLogits } from '../metrics';
import { NoEvaluationDataError } from './errors';
import type { EvaluatedVersion } from './evaluation-task';
import type { LabelledFeatures } from './image-set';

/** What a version makes of a set, and of each of its images. */
export interface Judgement {
  readonly evaluated: EvaluatedVersion;
  /** Of every image of the set: whether its label is found; null where the version has no such class. */
  readonly isRight: readonly (boolean | null)[];
}

/**
 * Judges a version's head by features that its graph has made.
 *
 * @throws {NoEvaluationDataError} when it has no class of any label of the set
 */
export function judgeVersion(version: ModelVersion, set: LabelledFeatures): Judgement {
  const { head, card } = version;
  const classOf = classesOf(set.labelNames, card.class_names);
  const logits = headLogits(head, set.features);
  const isRight = Array.from(set.labels, (label, i) => {
    const wanted = classOf[label];
    return wanted === undefined ? null : argMax(logits, i * head.classes, head.classes) === wanted;
  });
  const known = isRight.flatMap((right, i) => (right === null ? [] : [i]));
  if (known.length === 0) {
    throw new NoEvaluationDataError(
      `${version.name} has no class of these labels: ${set.labelNames.join(', ')}.`,
    );
  }
  const rows = new Float32Array(known.length * head.classes);
  for (const [row, i] of known.entries()) {
    rows.set(logits.subarray(i * head.classes, (i + 1) * head.classes), row * head.classes);
  }
  const labels = Uint8Array.from(known, (i) => classOf[set.labels[i]!]!);
  return {
    evaluated: {
      version: version.name,
      class_names: card.class_names,
      evaluation: evaluateLogits(rows, labels, card.class_names, head.temperature),
      left_out: leftOut(set, classOf),
    },
    isRight,
  };
}

/** The class of each label, however either is written; undefined where there is none. */
function classesOf(
  labelNames: readonly string[],
  classNames: readonly string[],
): (number | undefined)[] {
  const classes = new Map(classNames.map((name, index) => [labelKey(name), index]));
  return labelNames.map((name) => classes.get(labelKey(name)));
}

function leftOut(
  { labels, labelNames }: LabelledFeatures,
  classOf: readonly (number | undefined)[],
): Record<string, number> {
  const unknown = [...labels].filter((label) => classOf[label] === undefined);
  return countNames(unknown.map((label) => labelNames[label]!));
}
