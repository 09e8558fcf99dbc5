import type { ModelVersion } from '../../registry/version';
import type { InferenceLog } from '../inference-log';
import { EngineError } from '../errors';
import type { InputSize } from '../thread-messages';
import { describeComparison, isInt8Faster, type Comparison } from './comparison';

/** `int8` is the graph of 8-bit whole numbers, `fp32` that of 32-bit floating-point ones. */
export type Precision = 'fp32' | 'int8';

/** The graph file of a version that threads run, and why this one. */
export interface GraphChoice {
  /** The same for versions that can share what is loaded. */
  readonly id: string;
  /** Absolute path. */
  readonly file: string;
  readonly input: InputSize;
  readonly precision: Precision;
  readonly reason: string;
}

export interface GraphWishes {
  readonly engine: 'onnx' | 'tfjs';
  /** INFERENCE_PRECISION */
  readonly precision: 'auto' | Precision;
  /** Finds out how fast both graphs of a version are here, or remembers it. */
  readonly compare: (version: ModelVersion, int8File: string) => Promise<Comparison>;
  readonly log: InferenceLog;
}

/**
 * The graph of a version to run: the int8 one where it is there and faster on this machine, unless
 * one is asked for. Its accuracy is no question here: a version has it only where it passed its gate.
 *
 * @throws {EngineError} when the engine can run none of them
 */
export async function chooseGraph(
  version: ModelVersion,
  { engine, precision, compare, log }: GraphWishes,
): Promise<GraphChoice> {
  const int8File = version.onnxInt8File;
  const { input } = version.card;
  const file = engine === 'onnx' ? version.onnxFile : version.tfjsFile;
  if (file === null) {
    throw new EngineError(
      `${version.name} stands on a network that only INFERENCE_ENGINE=onnx can run`,
    );
  }
  const fp32 = (reason: string): GraphChoice => ({
    id: `${version.graphId} fp32`,
    file,
    input,
    precision: 'fp32',
    reason,
  });
  if (engine === 'tfjs') return fp32('fp32: TensorFlow.js has no int8 graphs');
  if (precision === 'fp32') return fp32('INFERENCE_PRECISION=fp32');
  if (int8File === null) {
    if (precision === 'int8') {
      log.error('INFERENCE_PRECISION=int8, and the version has no int8 graph; fp32 answers', {
        model_version: version.name,
      });
    }
    return fp32('fp32: the version has no int8 graph');
  }
  const int8 = (reason: string): GraphChoice => ({
    id: `${version.graphId} int8`,
    file: int8File,
    input,
    precision: 'int8',
    reason,
  });
  if (precision === 'int8') return int8('INFERENCE_PRECISION=int8');
  try {
    const comparison = await compare(version, int8File);
    const reason = describeComparison(comparison);
    return isInt8Faster(comparison) ? int8(reason) : fp32(reason);
  } catch (error) {
    log.error('the int8 graph of a version cannot be tried; fp32 answers', {
      model_version: version.name,
      error,
    });
    return fp32('fp32: the int8 graph cannot be tried');
  }
}
