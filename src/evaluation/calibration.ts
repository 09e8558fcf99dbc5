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

/**
 * Mean negative log likelihood of the labels, in nats.
 *
 * @param smoothing share of each image, 0-1, that counts as of any class, all alike
 */
export function negativeLogLikelihood(
  logits: Float32Array,
  labels: Uint8Array | Uint16Array,
  temperature: number,
  smoothing = 0,
): number {
  const classes = logits.length / labels.length;
  let total = 0;
  for (const [i, label] of labels.entries()) {
    const start = i * classes;
    let largest = -Infinity;
    for (let c = 0; c < classes; c++) largest = Math.max(largest, logits[start + c]!);
    let sum = 0;
    let all = 0;
    for (let c = 0; c < classes; c++) {
      const logit = (logits[start + c]! - largest) / temperature;
      sum += Math.exp(logit);
      all += logit;
    }
    const own = (logits[start + label]! - largest) / temperature;
    total += Math.log(sum) - (1 - smoothing) * own - (smoothing * all) / classes;
  }
  return total / labels.length;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The softmax temperature with the least negative log likelihood (Guo et al. 2017, arXiv
 * 1706.04599), by golden-section search over its logarithm; the likelihood has one minimum.
 *
 * @param logits float32, [n, classes], of images that were not trained on
 * @param smoothing as for {@link negativeLogLikelihood}: few images that are all right would
 *   otherwise give certainty
 * @returns between 0.01 and 100
 */
export function fitTemperature(
  logits: Float32Array,
  labels: Uint8Array | Uint16Array,
  smoothing = 0,
): number {
  let low = Math.log(0.01);
  let high = Math.log(100);
  const cost = (logarithm: number): number =>
    negativeLogLikelihood(logits, labels, Math.exp(logarithm), smoothing);
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
