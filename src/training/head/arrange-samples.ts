import type { LabelledSample } from '../../dataset/labelled-sample';
import type { ClassList } from './class-list';
import { VIEWS, type HeadExamples } from './head-examples';
import type { SampleFeatures } from './sample-features';

/** Features of samples with their classes. */
export interface HeldOutSamples {
  /** [n] */
  readonly ids: readonly string[];
  /** float32, [n, features] */
  readonly features: Float32Array;
  /** [n]: index of the class */
  readonly labels: Uint8Array;
  /** [n]: name of the class */
  readonly names: readonly string[];
}

/** The samples to learn from, each followed by its mirror image. */
export function examplesOf(
  samples: readonly LabelledSample[],
  { plain, mirrored }: SampleFeatures,
  classes: ClassList,
  width: number,
): HeadExamples {
  const chosen = [...samples.keys()].filter((i) => !samples[i]!.heldOut);
  const features = new Float32Array(VIEWS * chosen.length * width);
  for (const [at, i] of chosen.entries()) {
    features.set(plain.subarray(i * width, (i + 1) * width), VIEWS * at * width);
    features.set(mirrored.subarray(i * width, (i + 1) * width), (VIEWS * at + 1) * width);
  }
  const labels = chosen.flatMap(
    (i) => Array(VIEWS).fill(classes.indexOf(samples[i]!.label)) as number[],
  );
  return { features, labels: Uint16Array.from(labels) };
}

/** The samples kept out of training, as they are. */
export function heldOutSamples(
  samples: readonly LabelledSample[],
  { plain }: SampleFeatures,
  classes: ClassList,
  width: number,
): HeldOutSamples {
  const chosen = [...samples.keys()].filter((i) => samples[i]!.heldOut);
  const features = new Float32Array(chosen.length * width);
  for (const [at, i] of chosen.entries()) {
    features.set(plain.subarray(i * width, (i + 1) * width), at * width);
  }
  const names = chosen.map((i) => classes.names[classes.indexOf(samples[i]!.label)]!);
  return {
    ids: chosen.map((i) => samples[i]!.id),
    features,
    labels: Uint8Array.from(chosen, (i) => classes.indexOf(samples[i]!.label)),
    names,
  };
}
