import type { ModelCard, Succession } from './card';
import { sha256 } from './sha256';
import { VERSION_FILES } from './version-files';

/** What two versions with the same network and head have in common, byte by byte. */
const NETWORK_AND_HEAD = [
  VERSION_FILES.onnx,
  VERSION_FILES.onnxInt8,
  VERSION_FILES.tfjs,
  VERSION_FILES.tfjsWeights,
  VERSION_FILES.head,
  VERSION_FILES.headWeights,
];

/**
 * What the card of a version says that is made from another one and keeps its network and head:
 * where that one is gone, the new one takes its place.
 *
 * @param before the card of the version that it is made from
 */
export function successionOf(before: ModelCard): Succession {
  const earlier = isWhatItSucceeded(before) ? before.successor_of : undefined;
  return {
    versions: [before.version, ...(earlier?.versions ?? [])],
    since: earlier?.since ?? before.created_at,
    network_and_head: networkAndHead(before),
  };
}

/**
 * Whether a version may answer in place of another one that is gone: it was made from that one, or
 * from one that had its place, and still has the same network and head. A head that was retrained is
 * another one, whatever its card has taken over from the card of its parent.
 */
export function takesPlaceOf(card: ModelCard, name: string): boolean {
  return (
    isWhatItSucceeded(card) &&
    card.successor_of.versions.includes(name) &&
    card.gate?.verdict !== 'rejected'
  );
}

/**
 * The version that takes the place of one that is gone.
 *
 * @param name of the one that is gone
 * @param cards newest first
 * @returns the newest; undefined where none may
 */
export function successorOf(name: string, cards: readonly ModelCard[]): ModelCard | undefined {
  return cards.find((card) => card.version !== name && takesPlaceOf(card, name));
}

function isWhatItSucceeded(
  card: ModelCard,
): card is ModelCard & { readonly successor_of: Succession } {
  return card.successor_of?.network_and_head === networkAndHead(card);
}

function networkAndHead({ files }: ModelCard): string {
  const lines = NETWORK_AND_HEAD.map((file) => `${file} ${files[file]?.toLowerCase() ?? 'none'}`);
  return sha256(Buffer.from(lines.join('\n')));
}
