import { percentile } from '../../evaluation/order-statistics';
import type { FoldedModel } from '../network/folded-model';

/** What an activation's values lie between, [minimum, maximum] by name of the layer. */
export type ActivationRanges = ReadonlyMap<string, readonly [number, number]>;

/** The few values beyond are clipped: a coarser step for all the others would cost more. */
const CLIPPED_SHARE = 1e-4;
/** Of one layer, in all: enough that a ten-thousandth of them is many. */
const SAMPLED_VALUES = 1_000_000;

/**
 * Observes each layer's values over calibration images (training images, never held-out ones).
 *
 * @param images uint8, [n, 32, 32, 3]
 */
export async function observeActivations(
  model: FoldedModel,
  images: Uint8Array,
  batchSize: number,
): Promise<ActivationRanges> {
  const samples = new Map<string, Float32Array[]>();
  const batches = Math.ceil(images.length / (batchSize * BYTES_PER_IMAGE));
  await model.predict(images, batchSize, {
    onActivation(layer, values) {
      const kept = samples.get(layer) ?? [];
      kept.push(everyNth(values, Math.ceil((values.length * batches) / SAMPLED_VALUES)));
      samples.set(layer, kept);
    },
  });
  return new Map(
    [...samples].map(([layer, parts]) => {
      const values = Float32Array.from(parts.flatMap((part) => [...part]));
      return [layer, [percentile(values, CLIPPED_SHARE), percentile(values, 1 - CLIPPED_SHARE)]];
    }),
  );
}

const BYTES_PER_IMAGE = 32 * 32 * 3;

function everyNth(values: Float32Array, step: number): Float32Array {
  const odd = step | 1; // an even step would see only some of the channels
  return Float32Array.from({ length: Math.floor(values.length / odd) }, (_, i) => values[i * odd]!);
}
