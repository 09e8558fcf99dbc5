import { logitsOf } from '../registry/head-arithmetic';
import type { Head } from '../registry/version';
import { EngineError } from './errors';

/**
 * Calibrated probabilities of one image: softmax(logits / temperature),
 * computed in double precision.
 *
 * @param features float32, [features]
 * @returns float32, [classes], summing to 1
 * @throws {EngineError} for features that are not finite: better no answer than a meaningless one
 */
export function applyHead(head: Head, features: Float32Array): Float32Array {
  return softmax(logitsOf(head, features), head.temperature);
}

/** Subtracting the largest logit first keeps exp() from overflowing. */
function softmax(logits: Float64Array, temperature: number): Float32Array {
  const largest = Math.max(...logits);
  if (!Number.isFinite(largest))
    throw new EngineError('the network gave a value that is no number');
  const exponentials = logits.map((logit) => Math.exp((logit - largest) / temperature));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return Float32Array.from(exponentials, (value) => value / sum);
}
