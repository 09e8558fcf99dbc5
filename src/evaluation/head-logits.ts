import type { Head } from '../registry/version';

/**
 * Logits of a head: `features · weights + bias`, not divided by the temperature.
 *
 * @param features float32, [n, head.features], row-major
 * @returns float32, [n, head.classes]
 */
export function headLogits(head: Head, features: Float32Array): Float32Array {
  const { features: width, classes, weights, bias } = head;
  const count = features.length / width;
  const logits = new Float32Array(count * classes);
  const row = new Float64Array(classes);
  for (let i = 0; i < count; i++) {
    row.set(bias);
    for (let f = 0; f < width; f++) {
      const value = features[i * width + f]!;
      // What passed a rectifier or a max is often exactly zero.
      if (value === 0) continue;
      for (let c = 0; c < classes; c++) row[c]! += value * weights[f * classes + c]!;
    }
    logits.set(row, i * classes);
  }
  return logits;
}
