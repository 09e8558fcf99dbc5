import { versionsBefore } from '../../../src/serving/versions-before';
import type { Activation, ActivationCause } from '../../../src/store/activations/activation';

/** Activations as the store lists them, from the oldest to the newest: `a`, `b`, `<a` goes back. */
function history(...steps: readonly string[]): Activation[] {
  return steps
    .map((step, i) => {
      const cause: ActivationCause = step.startsWith('<') ? 'rollback' : 'manual';
      return { id: i + 1, version: step.replace('<', ''), activatedAt: i, cause, job: null };
    })
    .reverse();
}

describe('the versions that a rollback can go back to', () => {
  it.each([
    ['nothing has been active', history(), []],
    ['one version has been active', history('a'), []],
    ['others have been active, the last one first', history('a', 'b', 'c'), ['b', 'a']],
    ['one was taken back: not that one again', history('a', 'b', 'c', '<b'), ['a']],
    ['all were taken back', history('a', 'b', '<a'), []],
    ['one came after a rollback', history('a', 'b', '<a', 'c'), ['a']],
    ['two instances rolled back at once', history('a', 'b', 'c', '<b', '<b'), ['a']],
    ['a service was restarted', history('a', 'b', 'b', 'b'), ['a']],
    ['a rollback passed over a deleted one', history('a', 'b', 'c', '<a'), []],
    ['one was promoted again', history('a', 'b', 'a'), ['b']],
    ['the memory does not reach back to what a rollback went to', history('<b', 'c'), ['b']],
  ])('when %s', (_, activations, expected) => {
    expect(versionsBefore(activations)).toEqual(expected);
  });
});
