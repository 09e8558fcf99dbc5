import type { ModelCard } from '../registry/card';

/** A version that the service could start with, and why this one. */
export interface StartCandidate {
  readonly version: string;
  readonly reason: string;
  /** It is the one that was asked for; all others are better than none. */
  readonly isWanted: boolean;
}

export interface StartSituation {
  /** MODEL_VERSION; empty when there is none. */
  readonly wanted: string;
  /** MODEL_NETWORK */
  readonly network: string;
  /** The version activated last, if there is one. */
  readonly lastActive: string | undefined;
  /** Those that were active before it, the last one first. */
  readonly activeBefore: readonly string[];
  /** Newest first. */
  readonly cards: readonly ModelCard[];
  /** The version that a name means: another one where that of the name is gone and has a successor. */
  readonly meantBy: (name: string) => string;
}

/**
 * The versions to start with, the one that is wanted first: what MODEL_VERSION names, else the one
 * that was active last, else one that was active before, else the newest of the network. One that is
 * gone is replaced by its successor. The others follow, so that the service can start as long as one
 * version is good; last of all those that a gate has refused.
 */
export function startCandidates({
  wanted,
  network,
  lastActive,
  activeBefore,
  cards,
  meantBy,
}: StartSituation): StartCandidate[] {
  const accepted = cards.filter(({ gate }) => gate?.verdict !== 'rejected');
  const inPlace = (name: string, reason: string): Omit<StartCandidate, 'isWanted'> => {
    const version = meantBy(name);
    const why = `${reason}: ${name} is not there any more, and ${version}, made from it, takes its place`;
    return { version, reason: version === name ? reason : why };
  };
  const named = [
    ...(wanted === '' ? [] : [inPlace(wanted, 'MODEL_VERSION names it')]),
    ...(lastActive === undefined ? [] : [inPlace(lastActive, 'it was active last')]),
    // Whoever was taught classes of their own is not to be answered with others.
    ...activeBefore.map((version) => inPlace(version, 'it was active before')),
    ...accepted
      .filter((card) => card.network.name === network)
      .map(({ version }) => ({ version, reason: `it is the newest of MODEL_NETWORK=${network}` })),
  ];
  const others = [
    ...accepted.map(({ version }) => ({ version, reason: 'it is the newest good one' })),
    ...cards.map(({ version }) => ({
      version,
      reason: 'no version that its gate let pass is good',
    })),
  ];
  return [...named, ...others]
    .map((candidate, i) => ({ ...candidate, isWanted: i === 0 && named.length > 0 }))
    .filter(({ version }, i, all) => all.findIndex((one) => one.version === version) === i);
}
