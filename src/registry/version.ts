import type { ModelCard } from './card';

/** A head that works on features as they are: `logits = features · weights + bias`. */
export interface LinearHead {
  /** float32, [features, classes], row-major */
  readonly weights: Float32Array;
  /** float32, [classes] */
  readonly bias: Float32Array;
}

/**
 * The classifier head of a version: `logits = φ(features) · weights + bias`, and those of `prior`
 * added. φ leaves the features as they are where there is no `centre`; otherwise it takes the first
 * ones, as many as `centre` has, multiplies each by its `scale` where there is one, subtracts the
 * centre, and scales what is left to length 1.
 */
export interface Head {
  /** float32, [width of φ, classes], row-major */
  readonly weights: Float32Array;
  /** float32, [classes] */
  readonly bias: Float32Array;
  /** float32, [at most features]; missing where the head takes features as they are */
  readonly centre?: Float32Array | undefined;
  /** float32, as many as the centre; missing where all features are of one scale */
  readonly scale?: Float32Array | undefined;
  /** What was there before, of the same classes, and is corrected; missing in most heads. */
  readonly prior?: LinearHead | undefined;
  /** that the graph gives an image */
  readonly features: number;
  readonly classes: number;
  /** logits are divided by it before the softmax */
  readonly temperature: number;
}

/**
 * Reference images of a version, as the graph sees them: an image is `uncertain` when its k-th
 * nearest neighbour among them is farther than the threshold, its features' length counted in.
 */
export interface Neighbours {
  /** float32, [count, width], row-major, each row of length 1: the first `width` features */
  readonly features: Float32Array;
  readonly count: number;
  readonly width: number;
  /** float32, [width]: subtracted before the length is made 1; missing where nothing is */
  readonly centre?: Float32Array | undefined;
  readonly k: number;
  /** Of the cosine distance, 0-2, less what the length of the features takes off. */
  readonly threshold: number;
  /**
   * Taken off the distance for each unit of the length of the first `width` features, for a network is
   * the more excited the better it knows what it sees; missing where only the distance counts.
   */
  readonly lengthDiscount?: number | undefined;
}

/**
 * What the graph made of the images it was trained on and of those held out: enough to fit a new
 * head, and to judge it, without the images. The same in every version of one graph.
 */
export interface GraphFeatures {
  readonly features: number;
  /** The classes that the graph was trained on, in the order of the columns and labels below. */
  readonly classNames: readonly string[];
  /** float32, [features, classes], and [classes]: the head that the graph was trained with */
  readonly headWeights: Float32Array;
  readonly headBias: Float32Array;
  /** float64, [features + 1, features + 1]: Σ x·xᵀ over the training images, 1 appended to x */
  readonly gram: Float64Array;
  /** float64, [features + 1, classes]: Σ x·yᵀ, y one-hot */
  readonly classSums: Float64Array;
  /** float64, [classes]: training images of each class */
  readonly classCounts: Float64Array;
  /** float32, [held out, features] */
  readonly heldOutFeatures: Float32Array;
  /** [held out]: index of the class */
  readonly heldOutLabels: Uint8Array;
  /** float32, [exemplars, features]: the same number of training images of each class */
  readonly exemplarFeatures: Float32Array;
  /** [exemplars] */
  readonly exemplarLabels: Uint8Array;
}

/** A version on disk whose files have been checked against the card. */
export interface ModelVersion {
  readonly name: string;
  readonly folder: string;
  readonly card: ModelCard;
  readonly head: Head;
  readonly neighbours: Neighbours;
  /** Identity of the graph: versions with the same one differ in head and neighbours only. */
  readonly graphId: string;
  /**
   * Absolute path of `features.safetensors`, which `readGraphFeatures` reads; null where the graph was
   * not trained here.
   */
  readonly featuresFile: string | null;
  /** Absolute path of the int8 graph with the same input and outputs; null where there is none. */
  readonly onnxInt8File: string | null;
  /**
   * Absolute path of the graph: input `images` uint8 [n, height, width, 3] RGB, output `features`
   * float32 [n, features]; where it was trained here, `logits` float32 [n, classes] besides.
   */
  readonly onnxFile: string;
  /**
   * Absolute path of the tfjs layers model with the same input (as float32 0-255) and outputs; null
   * where there is none.
   */
  readonly tfjsFile: string | null;
}
