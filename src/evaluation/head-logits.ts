import { logitsOf } from '../registry/head-arithmetic';
import type { Head } from '../registry/version';

/**
 * Logits of a head, not divided by the temperature.
 *
 * @param features float32, [n, head.features], row-major
 * @returns float32, [n, head.classes]
 */
export function headLogits(head: Head, features: Float32Array): Float32Array {
  const { features: width, classes } = head;
  const count = features.length / width;
  const logits = new Float32Array(count * classes);
  for (let i = 0; i < count; i++) {
    logits.set(logitsOf(head, features.subarray(i * width, (i + 1) * width)), i * classes);
  }
  return logits;
}
