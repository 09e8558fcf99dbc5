import type { ModelVersion } from '../../registry/version';

/** What a version's graph makes of labelled images. */
export interface LabelledFeatures {
  /** float32, [n, features], n ≥ 1 */
  readonly features: Float32Array;
  /** [n]: index into `labelNames` */
  readonly labels: Uint16Array;
  readonly labelNames: readonly string[];
  /** The same for two versions only if their rows are of the same images in the same order. */
  readonly identity: string;
}

/** Images to judge versions by. */
export interface ImageSet {
  /** In a few words. */
  readonly description: string;
  /**
   * What a version makes of pictures of a class that it does not know. `wrong`: it gets them wrong, as it
   * would in use. `unusable`: it gets them wrong too, but is not judged where it knows none of the labels,
   * for the set is then of another task.
   */
  readonly unknownLabels: 'wrong' | 'unusable';
  featuresOf(version: ModelVersion): Promise<LabelledFeatures>;
}
