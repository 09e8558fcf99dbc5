import type { Activation } from '../store/activations/activation';

/**
 * The versions that a rollback can go back to: those that were active before, the last one first.
 * A rollback takes back what came after the version that it went to, so that rolling back twice
 * goes back by two and not to and fro.
 *
 * @param activations newest first
 * @param meantBy the version that a name means, where that of the name is gone
 */
export function versionsBefore(
  activations: readonly Activation[],
  meantBy: (name: string) => string = (name) => name,
): string[] {
  const active: string[] = [];
  for (const { version: name, cause } of activations.toReversed()) {
    const version = meantBy(name);
    const place = cause === 'rollback' ? active.lastIndexOf(version) : -1;
    if (place !== -1) active.length = place + 1;
    else if (active.at(-1) !== version) active.push(version);
  }
  const now = active.pop();
  return [...new Set(active.reverse())].filter((version) => version !== now);
}
