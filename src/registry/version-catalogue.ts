import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ModelCard } from './card';
import { BrokenVersionError } from './errors';
import { newestFirst, versionNames } from './find-version';
import { restoreFiles, type Restoration } from './intact-copies';
import { readCard } from './read-card';
import { isVersionName } from './version-name';

/** A version on disk, whole or not. */
export type CatalogueEntry =
  | {
      readonly kind: 'good';
      readonly name: string;
      readonly card: ModelCard;
      /** Absolute. */
      readonly folder: string;
      readonly files: readonly VersionFile[];
    }
  | {
      readonly kind: 'broken';
      readonly name: string;
      /** A sentence that names the file. */
      readonly reason: string;
      readonly files: readonly VersionFile[];
    };

export interface VersionFile {
  readonly name: string;
  readonly bytes: number;
}

/** Told the names of the version and of its files. */
export type OnRestored = (version: string, files: readonly string[]) => void;

interface Checked {
  /** Changes when a file does. */
  readonly signature: string;
  readonly entry: Promise<CatalogueEntry>;
}

/**
 * The versions of a folder. Their files are hashed once, piece by piece, and again only when their
 * sizes or times have changed; so a card that has not changed is always the same object.
 *
 * @example
 * for (const entry of await catalogue.list()) console.log(entry.name, entry.kind);
 */
export class VersionCatalogue {
  readonly #modelDir: string;
  readonly #checked = new Map<string, Checked>();
  readonly #onRestored: OnRestored;

  /** @param onRestored told of files of a version that were damaged, and are restored */
  constructor(modelDir: string, onRestored: OnRestored = () => undefined) {
    this.#modelDir = modelDir;
    this.#onRestored = onRestored;
  }

  /** Good ones first, the newest before the older ones. */
  async list(): Promise<CatalogueEntry[]> {
    const names = await versionNames(this.#modelDir);
    for (const name of this.#checked.keys()) if (!names.includes(name)) this.#checked.delete(name);
    const entries: CatalogueEntry[] = [];
    // One after the other: hashing many at once would only fill memory.
    for (const name of names) {
      const entry = await this.find(name);
      if (entry !== undefined) entries.push(entry);
    }
    const cards = entries.flatMap((entry) => (entry.kind === 'good' ? [entry.card] : []));
    return entries.sort(inOrder(newestFirst(cards)));
  }

  /** @returns undefined when there is no version of this name */
  async find(name: string): Promise<CatalogueEntry | undefined> {
    if (!isVersionName(name)) return undefined;
    const folder = path.resolve(this.#modelDir, name);
    const files = await filesOf(folder);
    if (files === undefined) return undefined;
    const signature = files.map(({ name, bytes, changed }) => `${name} ${bytes} ${changed}`).join();
    const known = this.#checked.get(name);
    if (known?.signature === signature) return known.entry;
    const entry = this.#check(name, files);
    this.#checked.set(name, { signature, entry });
    entry.catch(() => this.#checked.delete(name));
    const found = await entry;
    // A version that is deleted while its files are read looks broken, and is none.
    return found.kind === 'broken' && (await filesOf(folder)) === undefined ? undefined : found;
  }

  async #check(name: string, files: readonly VersionFile[]): Promise<CatalogueEntry> {
    const folder = path.resolve(this.#modelDir, name);
    const entry = await check(folder, name, files);
    if (entry.kind === 'good') return entry;
    const { restored, sharedWith } = await this.#restore(name);
    if (restored.length > 0) {
      this.#onRestored(name, restored);
      const now = await check(folder, name, (await filesOf(folder)) ?? []);
      if (now.kind === 'good') return now;
    }
    if (sharedWith.length === 0) return entry;
    return { ...entry, reason: `${entry.reason}; no copy is intact (${sharedWith.join(', ')})` };
  }

  /** Nothing where the card cannot be read, or the disk does not take anything. */
  async #restore(name: string): Promise<Restoration> {
    try {
      return await restoreFiles(this.#modelDir, name);
    } catch {
      return { restored: [], sharedWith: [] };
    }
  }
}

function inOrder(
  ofCards: (a: ModelCard, b: ModelCard) => number,
): (a: CatalogueEntry, b: CatalogueEntry) => number {
  return (a, b) => {
    if (a.kind === 'good' && b.kind === 'good') return ofCards(a.card, b.card);
    if (a.kind === b.kind) return a.name.localeCompare(b.name, 'en');
    return a.kind === 'good' ? -1 : 1;
  };
}

async function filesOf(folder: string): Promise<(VersionFile & { changed: string })[] | undefined> {
  try {
    const names = (await readdir(folder)).sort();
    return await Promise.all(
      names.map(async (name) => {
        const { size, mtimeMs, ctimeMs, ino } = await stat(path.join(folder, name));
        // The time of modification can be set back, that of the last change cannot.
        return { name, bytes: size, changed: `${mtimeMs} ${ctimeMs} ${ino}` };
      }),
    );
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return undefined;
    throw error;
  }
}

async function check(
  folder: string,
  name: string,
  found: readonly VersionFile[],
): Promise<CatalogueEntry> {
  const files = found.map(({ name: file, bytes }) => ({ name: file, bytes }));
  try {
    const card = await readCard(folder, name);
    for (const [file, expected] of Object.entries(card.files)) {
      if ((await hashOf(path.join(folder, file), name)) !== expected.toLowerCase()) {
        throw new BrokenVersionError(name, `${file} has changed since it was written`);
      }
    }
    return { kind: 'good', name, card, folder, files };
  } catch (error) {
    if (!(error instanceof BrokenVersionError)) throw error;
    return { kind: 'broken', name, reason: error.message, files };
  }
}

async function hashOf(file: string, version: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const reason = `${path.basename(file)} ${isMissing ? 'is missing' : 'cannot be read'}`;
    throw new BrokenVersionError(version, reason, { cause });
  }
  return hash.digest('hex');
}
