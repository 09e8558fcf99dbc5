/** A seeded source of randomness. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** Uniform whole number in [0, bound). */
  readonly below: (bound: number) => number;
}

/**
 * The mulberry32 generator (Tommy Ettinger, public domain): 32 bits of state, good enough to
 * shuffle and to initialise. Several numbers seed it, so that each (run, epoch, purpose) has a
 * stream of its own and a resumed run repeats exactly what the interrupted one would have drawn.
 */
export function seededRandom(...seeds: readonly number[]): Random {
  let state = 0x9e3779b9;
  for (const seed of seeds) state = mix(state ^ mix(seed + 0x6d2b79f5));
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  return { next, below: (bound) => Math.floor(next() * bound) };
}

/** The indices 0 … n-1 in random order (Fisher-Yates). */
export function shuffledIndices(n: number, random: Random): Uint32Array {
  const indices = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const swapped = indices[i]!;
    indices[i] = indices[j]!;
    indices[j] = swapped;
  }
  return indices;
}

/** The finaliser of MurmurHash3 (Austin Appleby, public domain). */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
