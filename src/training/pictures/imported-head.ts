import type { LinearHead, ModelVersion } from '../../registry/version';

/**
 * The head that came with the network of a version, as it came, of the classes in
 * `card.imported_classes`: what the version answers with itself, or what it was taught beside.
 *
 * @returns undefined where the network came without a head
 */
export function importedHead({ head, card }: ModelVersion): LinearHead | undefined {
  const known = card.imported_classes.length;
  if (known === 0) return undefined;
  const { weights, bias } = head.prior ?? head;
  const { features, classes } = head;
  // Classes that were taught here stand behind those that it came with.
  const own = new Float32Array(features * known);
  for (let f = 0; f < features; f++) {
    own.set(weights.subarray(f * classes, f * classes + known), f * known);
  }
  return { weights: own, bias: bias.slice(0, known) };
}
