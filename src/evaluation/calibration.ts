/** Softmax of each row at a temperature; float32, [n, classes]. */
export function softmaxRows(
  logits: Float32Array,
  classes: number,
  temperature: number,
): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += classes) {
    let largest = -Infinity;
    for (let c = 0; c < classes; c++) largest = Math.max(largest, logits[start + c]!);
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const value = Math.exp((logits[start + c]! - largest) / temperature);
      probabilities[start + c] = value;
      sum += value;
    }
    for (let c = 0; c < classes; c++) probabilities[start + c]! /= sum;
  }
  return probabilities;
}

/**
 * What the softmax would have given without the temperature that these probabilities were made
 * with: they determine the logits but for a constant, which a softmax ignores.
 *
 * @param probabilities float32, [n, classes]
 */
export function withoutTemperature(
  probabilities: Float32Array,
  classes: number,
  temperature: number,
): Float32Array {
  return softmaxRows(probabilities.map(Math.log), classes, 1 / temperature);
}

/** Mean negative log likelihood of the labels, in nats. */
export function negativeLogLikelihood(
  logits: Float32Array,
  labels: Uint8Array,
  temperature: number,
): number {
  const classes = logits.length / labels.length;
  let total = 0;
  for (const [i, label] of labels.entries()) {
    const start = i * classes;
    let largest = -Infinity;
    for (let c = 0; c < classes; c++) largest = Math.max(largest, logits[start + c]!);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp((logits[start + c]! - largest) / temperature);
    total += Math.log(sum) - (logits[start + label]! - largest) / temperature;
  }
  return total / labels.length;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The softmax temperature with the least negative log likelihood (Guo et al. 2017, arXiv
 * 1706.04599), by golden-section search over its logarithm; the likelihood has one minimum.
 *
 * @param logits float32, [n, classes], of images that were not trained on
 * @returns between 0.01 and 100
 */
export function fitTemperature(logits: Float32Array, labels: Uint8Array): number {
  let low = Math.log(0.01);
  let high = Math.log(100);
  const cost = (logarithm: number): number =>
    negativeLogLikelihood(logits, labels, Math.exp(logarithm));
  let left = high - GOLDEN * (high - low);
  let right = low + GOLDEN * (high - low);
  let costLeft = cost(left);
  let costRight = cost(right);
  while (high - low > 1e-4) {
    if (costLeft < costRight) {
      high = right;
      [right, costRight] = [left, costLeft];
      left = high - GOLDEN * (high - low);
      costLeft = cost(left);
    } else {
      low = left;
      [left, costLeft] = [right, costRight];
      right = low + GOLDEN * (high - low);
      costRight = cost(right);
    }
  }
  return Math.exp((low + high) / 2);
}
