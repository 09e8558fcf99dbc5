import { createHash } from 'node:crypto';

const PIECE = Buffer.alloc(64 * 1024, 7);
const SHARE_OF_SCRIPT = 200_000;

/**
 * How much of a fixed piece of work this machine does in a second, on one core: hashing in native
 * code and arithmetic in JavaScript, about half of the time each. Only its changes mean something:
 * a figure divided by the reference of the same minute compares from one run, or one machine, to
 * another.
 */
export function referenceRate(seconds = 0.5): number {
  const startedAt = performance.now();
  const endMs = startedAt + seconds * 1000;
  let rounds = 0;
  let state = 1;
  while (performance.now() < endMs) {
    createHash('sha256').update(PIECE).digest();
    for (let i = 0; i < SHARE_OF_SCRIPT; i++) state = (Math.imul(state, 1664525) + 1013904223) | 0;
    rounds++;
  }
  // The result is used, so that no compiler leaves the work out.
  if (state === 0.5) throw new Error('arithmetic is broken');
  return (rounds * 1000) / (performance.now() - startedAt);
}
