import { BackboneError } from '../backbone-error';
import type { WeightsManifest } from './layers-model';

/** A tensor of weights: float32, row-major. */
export interface Weight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** By name: `Conv1/kernel`. */
export type Weights = ReadonlyMap<string, Weight>;

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;

/**
 * Reads the weights of a model of TensorFlow.js: all shards of a group, one after the other.
 *
 * @param files of the export by name
 * @throws {BackboneError} where they are not whole, quantised or not finite
 */
export function readWeights(
  manifest: WeightsManifest,
  files: ReadonlyMap<string, Buffer>,
): Weights {
  const weights = new Map<string, Weight>();
  for (const { paths, weights: specifications } of manifest) {
    const shards = paths.map((path) => {
      const shard = files.get(path);
      if (shard !== undefined) return shard;
      throw new BackboneError(`The zip has no ${JSON.stringify(path)}, which holds weights.`);
    });
    // A copy, aligned as float32 wants it.
    const bytes = Uint8Array.from(Buffer.concat(shards));
    let at = 0;
    for (const { name, shape, dtype, quantization } of specifications) {
      if (dtype !== 'float32' || quantization !== undefined) {
        throw new BackboneError(`The weights ${JSON.stringify(name)} are not stored as float32.`);
      }
      const count = shape.reduce((all, size) => all * size, 1);
      if (at + count * FLOAT_BYTES > bytes.length) {
        throw new BackboneError('The weights of the export are cut off.');
      }
      const values = new Float32Array(bytes.buffer, at, count);
      if (!values.every(Number.isFinite)) {
        throw new BackboneError(`The weights ${JSON.stringify(name)} are not finite numbers.`);
      }
      weights.set(name, { shape, values });
      at += count * FLOAT_BYTES;
    }
    if (at !== bytes.length) throw new BackboneError('The export has more weights than it says.');
  }
  return weights;
}
