import type { McnemarTest } from '../mcnemar';
import type { Evaluation } from '../metrics';

/**
 * Images that a version can be judged on: `held_out`, those whose features it ships; `test`, the
 * test images of CIFAR-10, where they are on disk; `samples`, the labelled samples that are kept
 * out of training; `test_set`, those that were uploaded as a test set.
 */
export const EVALUATION_SETS = ['held_out', 'test', 'samples', 'test_set'] as const;
export type EvaluationSet = (typeof EVALUATION_SETS)[number];

/** What an evaluation process is asked. */
export interface EvaluationTask {
  /** One version to judge, or two to compare on the same images. */
  readonly versions: readonly string[];
  readonly on: EvaluationSet;
  readonly folders: EvaluationFolders;
}

/** Where versions, CIFAR-10 and the labelled samples are. */
export interface EvaluationFolders {
  readonly models: string;
  readonly data: string;
  readonly persistence: string;
}

/** How one version did. */
export interface EvaluatedVersion {
  readonly version: string;
  /** Those of the version, and after them the labels of the images that it has no class for. */
  readonly class_names: readonly string[];
  readonly evaluation: Evaluation;
  /** Images that it cannot get right, for it has no class of their label, by label. */
  readonly unknown_labels: Readonly<Record<string, number>>;
}

/** Two versions on the same images. */
export type Comparison =
  | { readonly kind: 'test'; readonly test: McnemarTest }
  /** Why there is no test, as a sentence. */
  | { readonly kind: 'none'; readonly reason: string };

/** What an evaluation process answers. */
export interface EvaluationReport {
  readonly on: EvaluationSet;
  /** The images, in a few words. */
  readonly data: string;
  /** In the order of the task. */
  readonly versions: readonly EvaluatedVersion[];
  /** null for a single version. */
  readonly comparison: Comparison | null;
}

/** Why there is no report: a sentence, for the client unless the kind is `failed`. */
export interface EvaluationFailure {
  readonly reason: string;
  readonly cause: 'no data' | 'no version' | 'failed';
}

export type EvaluationMessage =
  | { readonly kind: 'report'; readonly report: EvaluationReport }
  | ({ readonly kind: 'failure' } & EvaluationFailure);
