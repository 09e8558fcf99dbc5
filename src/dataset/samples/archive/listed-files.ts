import { sampleId } from '../sample-id';
import type { ArchiveEntry } from './archive-entry';
import { EntryError } from './archive-error';
import {
  MANIFEST_NAME,
  manifestKey,
  MAX_MANIFEST_BYTES,
  readManifest,
  type Manifest,
  type ManifestRecord,
} from './manifest';

/** The manifest of an archive, and where it lies. */
export interface FoundManifest extends Manifest {
  /** Of the manifest itself. */
  readonly path: string;
}

/** Told one by one; of more only their number. */
const MOST_PROBLEMS = 20;
const FOLDERS_COUNT = 'The pictures are taken by the folders they lie in.';

/**
 * Reads the manifest of an archive. One that cannot be read says nothing of any file.
 *
 * @param entry that has its name
 */
export async function findManifest(entry: ArchiveEntry): Promise<FoundManifest> {
  const { path, bytes, problem } = entry;
  const unread = (why: string): FoundManifest => ({
    path,
    records: new Map(),
    problems: [`${why} ${FOLDERS_COUNT}`],
  });
  if (problem !== undefined) return unread(problem);
  if (bytes > MAX_MANIFEST_BYTES) return unread(`It is larger than ${MAX_MANIFEST_BYTES} bytes.`);
  try {
    const text = (await entry.read()).toString('utf8').replace(/^\ufeff/, '');
    return { path, ...readManifest(text, path.slice(0, -MANIFEST_NAME.length)) };
  } catch (error) {
    if (error instanceof EntryError) return unread(error.message);
    throw error;
  }
}

/** What a manifest says of the files of an archive, file by file. */
export class ListedFiles {
  readonly #manifest: FoundManifest | undefined;
  readonly #taken = new Set<string>();
  readonly #wrong: string[] = [];

  constructor(manifest: FoundManifest | undefined) {
    this.#manifest = manifest;
  }

  isManifest(path: string): boolean {
    return path === this.#manifest?.path;
  }

  /** @returns what is said of a file; undefined where nothing is, or it is another file than is meant */
  async take(path: string, bytes: Uint8Array): Promise<ManifestRecord | undefined> {
    const key = manifestKey(path);
    const record = key === undefined ? undefined : this.#manifest?.records.get(key);
    if (key === undefined || record === undefined || this.#taken.has(key)) return undefined;
    this.#taken.add(key);
    if ((await sampleId(bytes)) === record.sha256) return record;
    this.#wrong.push(
      `Line ${record.line} is read over: the file has other bytes than it says, and is taken by its folder.`,
    );
    return undefined;
  }

  /** A sentence for each thing that is wrong with the manifest; complete after the last file. */
  problems(): string[] {
    const { records = new Map<string, ManifestRecord>(), problems = [] } = this.#manifest ?? {};
    const missing = [...records].filter(([key]) => !this.#taken.has(key));
    const all = [
      ...problems,
      ...this.#wrong,
      ...missing.map(([, { line }]) => `Line ${line} is read over: there is no such picture.`),
    ];
    const told = all.slice(0, MOST_PROBLEMS);
    const more = all.length - told.length;
    return more === 0 ? told : [...told, `${more} more lines are read over.`];
  }
}
