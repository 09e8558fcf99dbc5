import { encodeSafetensors, Safetensors } from './safetensors';
import type { Neighbours } from './version';

/** As the bytes of `neighbours.safetensors`; `k` and `threshold` are in the card. */
export function encodeNeighbours({ features, count, width }: Neighbours): Uint8Array {
  return encodeSafetensors({ features: { data: features, shape: [count, width] } });
}

/**
 * @param rejection `k` and `threshold` of the card
 * @throws {Error} saying what is wrong with the bytes
 */
export function decodeNeighbours(
  bytes: Uint8Array,
  { k, threshold }: Pick<Neighbours, 'k' | 'threshold'>,
): Neighbours {
  const { data, shape } = new Safetensors(bytes).tensor('features', 'F32', [null, null]);
  const [count, width] = shape as [number, number];
  if (count < k) throw new Error(`it has ${count} neighbours where ${k} are needed`);
  return { features: data, count, width, k, threshold };
}
