import { readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { namedValues } from '../config/named-values';
import { makeDraft } from './drafts';
import { share, writeDurably } from './durable-files';
import { readCard } from './read-card';
import { sha256InPieces } from './sha256';
import { NETWORK_FILES, VERSION_FILES } from './version-files';
import { BACKBONE_FOLDER } from './version-name';

/** What is read of the card of a version or backbone: which files it has. */
const listSchema = z.object({ files: namedValues(z.string()) });

/** A line for the log, because a disk that has damaged one file may be about to damage others. */
export const RESTORED =
  'ATTENTION: files of a model version had changed on the disk, and are restored from an intact copy';

/** What became of files of a version that are not what they were. */
export interface Restoration {
  /** Names of files that are again as they were written. */
  readonly restored: readonly string[];
  /** Names of versions and backbones whose cards list a file that is lost, and which may share it. */
  readonly sharedWith: readonly string[];
}

/**
 * Puts files of the network of a version that are missing, or have changed since they were written, back from a
 * version or backbone that has the same. Versions of one network share its files on the disk; a
 * backbone has its own.
 *
 * @param modelDir the folder of versions
 * @throws {BrokenVersionError} when the card of the version cannot be read
 * @throws when the disk does not take them
 */
export async function restoreFiles(modelDir: string, name: string): Promise<Restoration> {
  const folder = path.join(modelDir, name);
  const card = await readCard(folder, name);
  const restored: string[] = [];
  const sharedWith = new Set<string>();
  for (const [file, digest] of Object.entries(card.files)) {
    if (!NETWORK_FILES.includes(file)) continue;
    if (await isIntact(path.join(folder, file), digest)) continue;
    const others = (await filesLike(modelDir, digest)).filter((other) => other.owner !== name);
    const intact = await firstIntact(others, digest);
    if (intact === undefined) others.forEach(({ owner }) => sharedWith.add(owner));
    else {
      await replace(modelDir, path.join(folder, file), intact);
      restored.push(file);
    }
  }
  return { restored, sharedWith: [...sharedWith] };
}

/**
 * Gives a version a file of a backbone: the same file as other versions have where one is intact, and
 * else a copy. So the backbone's is a second one on the disk, and either can be restored from the other.
 *
 * @param target which is not there yet
 */
export async function copyForVersions(
  modelDir: string,
  source: string,
  target: string,
): Promise<void> {
  const bytes = await readFile(source);
  const digest = await sha256InPieces(bytes);
  const others = (await filesLike(modelDir, digest)).filter(({ kind }) => kind === 'version');
  const intact = await firstIntact(others, digest);
  if (intact === undefined) await writeDurably(target, bytes);
  else await share(intact.file, target);
}

interface FoundFile {
  readonly kind: 'version' | 'backbone';
  /** Name of the version or backbone. */
  readonly owner: string;
  readonly file: string;
}

/** Files that are listed with a digest; those of versions come first. */
async function filesLike(modelDir: string, digest: string): Promise<FoundFile[]> {
  const [versions, backbones] = await Promise.all([
    listed(modelDir, 'version', VERSION_FILES.card),
    listed(path.join(modelDir, BACKBONE_FOLDER), 'backbone', 'backbone.json'),
  ]);
  return [...versions, ...backbones].filter((found) => found.digest === digest.toLowerCase());
}

async function listed(
  parent: string,
  kind: FoundFile['kind'],
  card: string,
): Promise<(FoundFile & { readonly digest: string })[]> {
  const names = (await readdir(parent).catch(() => [])).filter((name) => !name.startsWith('.'));
  const found = await Promise.all(
    names.map(async (owner) => {
      const folder = path.join(parent, owner);
      const files = await filesOfCard(path.join(folder, card));
      return Object.entries(files).map(([name, digest]) => ({
        kind,
        owner,
        file: path.join(folder, name),
        digest: digest.toLowerCase(),
      }));
    }),
  );
  return found.flat();
}

/** None of what has no card, or one that cannot be read. */
async function filesOfCard(file: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    return listSchema.safeParse(JSON.parse(text)).data?.files ?? {};
  } catch {
    return {};
  }
}

async function firstIntact(
  files: readonly FoundFile[],
  digest: string,
): Promise<FoundFile | undefined> {
  for (const found of files) if (await isIntact(found.file, digest)) return found;
  return undefined;
}

async function isIntact(file: string, digest: string): Promise<boolean> {
  const bytes = await readFile(file).catch(() => undefined);
  return bytes !== undefined && (await sha256InPieces(bytes)) === digest.toLowerCase();
}

/** Puts a file into the place of another in one step: whoever has the old one open goes on with it. */
async function replace(
  modelDir: string,
  file: string,
  { kind, file: from }: FoundFile,
): Promise<void> {
  const draft = await makeDraft(modelDir, 'restored');
  try {
    const fresh = path.join(draft, path.basename(file));
    if (kind === 'version') await share(from, fresh);
    else await writeDurably(fresh, await readFile(from));
    await rename(fresh, file);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
