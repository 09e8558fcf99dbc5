import type { ModelCard } from './card';

/** The classifier head of a version: `logits = features · weights + bias`. */
export interface Head {
  /** float32, [features, classes], row-major */
  readonly weights: Float32Array;
  /** float32, [classes] */
  readonly bias: Float32Array;
  readonly features: number;
  readonly classes: number;
  /** logits are divided by it before the softmax */
  readonly temperature: number;
}

/** A version on disk whose files have been checked against the card. */
export interface ModelVersion {
  readonly name: string;
  readonly folder: string;
  readonly card: ModelCard;
  readonly head: Head;
  /**
   * Absolute path of the graph: input `images` uint8 [n, 32, 32, 3] RGB, outputs `logits`
   * float32 [n, classes] and `features` float32 [n, 256].
   */
  readonly onnxFile: string;
  /** Absolute path of the tfjs layers model with the same input (as float32 0-255) and outputs. */
  readonly tfjsFile: string;
}
