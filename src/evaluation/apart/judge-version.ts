import { countNames } from '../../config/named-values';
import { labelKey } from '../../dataset/samples/label';
import type { ModelVersion } from '../../registry/version';
import { argMax } from '../accuracy';
import { headLogits } from '../head-logits';
import { evaluateLogits } from '../metrics';
import { NoEvaluationDataError } from './errors';
import type { EvaluatedVersion } from './evaluation-task';
import type { ImageSet, LabelledFeatures } from './image-set';

/** What a version makes of a set, and of each of its images. */
export interface Judgement {
  readonly evaluated: EvaluatedVersion;
  /** Of every image of the set: whether its label is found. */
  readonly isRight: readonly boolean[];
}

/**
 * Judges a version's head by features that its graph has made. An image whose label the version has
 * no class for counts as wrong: whoever shows it such a picture gets a wrong answer.
 *
 * @throws {NoEvaluationDataError} when it knows no label of a set that is unusable then
 */
export function judgeVersion(
  version: ModelVersion,
  set: LabelledFeatures,
  unknownLabels: ImageSet['unknownLabels'],
): Judgement {
  const { head, card } = version;
  const classes = withUnknownLabels(card.class_names, set.labelNames);
  const labels = Uint16Array.from(set.labels, (label) => classes.indexOf(label));
  const isUnknown = Array.from(labels, (label) => label >= head.classes);
  if (unknownLabels === 'unusable' && isUnknown.every(Boolean)) {
    throw new NoEvaluationDataError(
      `${version.name} has no class of these labels: ${set.labelNames.join(', ')}.`,
    );
  }
  const logits = widened(headLogits(head, set.features), head.classes, classes.names.length);
  const count = classes.names.length;
  return {
    evaluated: {
      version: version.name,
      class_names: classes.names,
      evaluation: evaluateLogits(logits, labels, classes.names, head.temperature),
      unknown_labels: countNames(
        [...set.labels].filter((_, i) => isUnknown[i]).map((label) => set.labelNames[label]!),
      ),
    },
    isRight: Array.from(labels, (label, i) => argMax(logits, i * count, count) === label),
  };
}

/** Classes of a version together with labels that it may not know. */
export interface WidenedClasses {
  /** Those of the version in their order, then the labels that it has no class for. */
  readonly names: readonly string[];
  /**
   * @param label index into the labels
   * @returns index into `names`
   */
  indexOf(label: number): number;
}

/** A class and a label are the same however either is written. */
export function withUnknownLabels(
  classNames: readonly string[],
  labelNames: readonly string[],
): WidenedClasses {
  const names = [...classNames];
  const places = new Map(names.map((name, place) => [labelKey(name), place]));
  for (const label of labelNames) {
    const key = labelKey(label);
    if (places.has(key)) continue;
    places.set(key, names.length);
    names.push(label);
  }
  return { names, indexOf: (label) => places.get(labelKey(labelNames[label]!))! };
}

/**
 * Gives rows columns for classes that can never be chosen.
 *
 * @param rows float32, [n, from]
 * @returns float32, [n, to]
 */
export function widened(rows: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return rows;
  const count = rows.length / from;
  const wide = new Float32Array(count * to).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < count; i++) wide.set(rows.subarray(i * from, (i + 1) * from), i * to);
  return wide;
}
