import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { ModelCard } from './card';
import { BrokenVersionError, NoModelError } from './errors';
import { openVersion } from './open-version';
import { readCard } from './read-card';
import { successorOf } from './succession';
import type { ModelVersion } from './version';
import { isVersionName } from './version-name';

type OnBroken = (error: BrokenVersionError) => void;

/** Which version is meant. */
export interface WantedVersion {
  /** Without one, or with an empty one, it is the newest good one. */
  readonly name?: string | undefined;
  /** A network whose versions go before those of others, however new these are. */
  readonly network?: string;
}

/**
 * The version called `name`, or the newest good one of the network when no name is given.
 *
 * @param onBroken told of each version that was passed over
 * @throws {NoModelError} when there is none
 * @throws {BrokenVersionError} when the one asked for by name is broken
 */
export async function findVersion(
  modelDir: string,
  { name = '', network }: WantedVersion,
  onBroken: OnBroken,
): Promise<ModelVersion> {
  if (name === '') return newestGoodVersion(modelDir, network, onBroken);
  const names = await versionNames(modelDir);
  if (!names.includes(name)) {
    const known = names.length === 0 ? 'there are none' : `there are ${names.sort().join(', ')}`;
    const successor = successorOf(name, await cardsNewestFirst(modelDir, onBroken));
    const told = successor === undefined ? '' : `; ${successor.version} has taken its place`;
    throw new NoModelError(`There is no model version ${JSON.stringify(name)}; ${known}${told}`);
  }
  return openVersion(path.join(modelDir, name));
}

/**
 * The name of the version that is meant by a name: that one as long as it is there, good or broken,
 * and then the one that takes its place.
 *
 * @returns the same name where there is neither
 * @throws {NoModelError} when the folder cannot be read
 *
 * @example
 * await versionMeantBy('models', 'cifar10-standard-7'); // 'cifar10-standard-8'
 */
export async function versionMeantBy(modelDir: string, name: string): Promise<string> {
  if (!isVersionName(name) || existsSync(path.join(modelDir, name))) return name;
  const cards = await cardsNewestFirst(modelDir, () => undefined);
  return successorOf(name, cards)?.version ?? name;
}

/**
 * The version of the network created last whose files are whole; without one, that of any network. A broken one never stops the service while an
 * older one is good, but is never passed over in silence either.
 *
 * @throws {NoModelError} when there is none
 */
export async function newestGoodVersion(
  modelDir: string,
  network: string | undefined,
  onBroken: OnBroken,
): Promise<ModelVersion> {
  const cards = await cardsNewestFirst(modelDir, onBroken);
  const isOfNetwork = (card: ModelCard): boolean => card.network.name === network;
  const inTurn = [...cards.filter(isOfNetwork), ...cards.filter((card) => !isOfNetwork(card))];
  for (const card of inTurn) {
    const version = await unlessBroken(openVersion(path.join(modelDir, card.version)), onBroken);
    if (version !== undefined) return version;
  }
  throw new NoModelError(
    'There is no good model version to serve; `npm run train` makes one, and MODEL_DIR says where they are',
  );
}

/**
 * The cards of all versions, the one created last first; their files are not looked at.
 *
 * @param onBroken told of each version whose card cannot be used
 */
export async function cardsNewestFirst(modelDir: string, onBroken: OnBroken): Promise<ModelCard[]> {
  const names = await versionNames(modelDir);
  const cards = await Promise.all(
    names.map((name) => unlessBroken(readCard(path.join(modelDir, name), name), onBroken)),
  );
  const good = cards.filter((card) => card !== undefined);
  return good.sort(newestFirst(good));
}

/**
 * The order of versions, the one made last first. A version comes after the one that it was made
 * from, also where the clock was set back between them. One that has the network and head of an
 * earlier one has the place of that: what people have taught since is newer than what it knows.
 *
 * @param cards all that are put in order
 */
export function newestFirst(cards: readonly ModelCard[]): (a: ModelCard, b: ModelCard) => number {
  const byName = new Map(cards.map((card) => [card.version, card]));
  const times = new Map<string, number>();
  const timeOf = ({ version, created_at, parent, successor_of }: ModelCard): number => {
    const known = times.get(version);
    if (known !== undefined) return known;
    const createdAt = Date.parse(successor_of?.since ?? created_at);
    times.set(version, createdAt); // cards that name each other as parents end here
    const from = parent === null ? undefined : byName.get(parent);
    const time = from === undefined ? createdAt : Math.max(createdAt, timeOf(from) + 1);
    times.set(version, time);
    return time;
  };
  return (a, b) =>
    timeOf(b) - timeOf(a) ||
    Date.parse(b.created_at) - Date.parse(a.created_at) ||
    b.version.localeCompare(a.version, 'en');
}

/** Folders that can be versions; one that is still being written starts with a dot and is not. */
export async function versionNames(modelDir: string): Promise<string[]> {
  try {
    const entries = await readdir(modelDir, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isFile() && isVersionName(entry.name))
      .map((entry) => entry.name);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new NoModelError('The folder of model versions cannot be read', { cause });
  }
}

async function unlessBroken<T>(opening: Promise<T>, onBroken: OnBroken): Promise<T | undefined> {
  try {
    return await opening;
  } catch (error) {
    if (!(error instanceof BrokenVersionError)) throw error;
    onBroken(error);
    return undefined;
  }
}
