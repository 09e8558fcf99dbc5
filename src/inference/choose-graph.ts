import type { ModelVersion } from '../registry/version';

/** `int8` is the graph of 8-bit whole numbers, `fp32` that of 32-bit floating-point ones. */
export type Precision = 'fp32' | 'int8';

/** The graph file of a version that threads run, and why this one. */
export interface GraphChoice {
  /** The same for versions that can share what is loaded. */
  readonly id: string;
  /** Absolute path. */
  readonly file: string;
  readonly precision: Precision;
  readonly reason: string;
}

/** The float32 graph, in the format of the engine. */
export function fp32Graph(
  version: ModelVersion,
  engine: 'onnx' | 'tfjs',
  reason: string,
): GraphChoice {
  const file = engine === 'onnx' ? version.onnxFile : version.tfjsFile;
  return { id: `${version.graphId} fp32`, file, precision: 'fp32', reason };
}
