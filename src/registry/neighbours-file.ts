import type { ModelCard } from './card';
import { encodeSafetensors, Safetensors } from './safetensors';
import type { Neighbours } from './version';

/** As the bytes of `neighbours.safetensors`; `k` and `threshold` are in the card. */
export function encodeNeighbours({ features, count, width, centre }: Neighbours): Uint8Array {
  return encodeSafetensors({
    features: { data: features, shape: [count, width] },
    ...(centre === undefined ? {} : { centre: { data: centre, shape: [width] } }),
  });
}

/**
 * @param rejection of the card
 * @throws {Error} saying what is wrong with the bytes
 */
export function decodeNeighbours(
  bytes: Uint8Array,
  {
    k,
    threshold,
    length_discount: lengthDiscount,
  }: Pick<ModelCard['rejection'], 'k' | 'threshold' | 'length_discount'>,
): Neighbours {
  const file = new Safetensors(bytes);
  const { data, shape } = file.tensor('features', 'F32', [null, null]);
  const [count, width] = shape as [number, number];
  if (count < k) throw new Error(`it has ${count} neighbours where ${k} are needed`);
  const centre = file.has('centre') ? file.tensor('centre', 'F32', [width]).data : undefined;
  return {
    features: data,
    count,
    width,
    k,
    threshold,
    ...(lengthDiscount === undefined ? {} : { lengthDiscount }),
    ...(centre === undefined ? {} : { centre }),
  };
}
