import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { IMAGE_FORMATS } from '../../config/image-formats';
import { processTag, stateOfProcess } from '../../config/process-tag';

const PART = '.part';
/** The end of the name of a file that is damaged, and kept for whoever can make something of it. */
const DAMAGED = '.damaged';
const FILE_NAME = new RegExp(`^([0-9a-f]{64})\\.(${IMAGE_FORMATS.join('|')})(?:\\${DAMAGED})?$`);
/** The file that it will be, whose part it is, and a name that nobody else has. */
const PART_NAME = /^[0-9a-f]{64}\.[a-z]+\.([0-9a-f-]+)\.[^.]+\.part$/;
/** A file so young may belong to a row that another instance is about to insert. */
const GRACE_MS = 3_600_000;

/** Where the files of samples lie, in the persistence folder. */
export function samplesFolder(directory: string): string {
  return path.join(directory, 'samples');
}

/** Path of the file of a sample. */
export function sampleFile(folder: string, id: string, format: string): string {
  return path.join(folder, id.slice(0, 2), `${id}.${format}`);
}

export interface SampleFilesOptions {
  /** Absolute or relative folder that holds them: `persistence/samples`. */
  readonly folder: string;
  readonly newId: () => string;
}

/** The original files of samples, as `<first two digits>/<id>.<format>`. */
export class SampleFiles {
  readonly #folder: string;
  readonly #newId: () => string;

  constructor({ folder, newId }: SampleFilesOptions) {
    this.#folder = folder;
    this.#newId = newId;
  }

  /** Writes a file; it appears whole or not at all. */
  async write(id: string, format: string, bytes: Uint8Array): Promise<void> {
    const file = this.#pathOf(id, format);
    const part = `${file}.${processTag()}.${this.#newId()}${PART}`;
    await mkdir(path.dirname(file), { recursive: true });
    try {
      await writeFile(part, bytes);
      await rename(part, file);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  /** @returns a stream of the file and its size in bytes; undefined where there is none */
  async read(
    id: string,
    format: string,
  ): Promise<{ readonly stream: ReadStream; readonly bytes: number } | undefined> {
    try {
      const handle = await open(this.#pathOf(id, format));
      const { size } = await handle.stat();
      return { stream: createReadStream('', { fd: handle, autoClose: true }), bytes: size };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** @returns undefined where there is none */
  async readWhole(id: string, format: string): Promise<Buffer | undefined> {
    try {
      return await readFile(this.#pathOf(id, format));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async has(id: string, format: string): Promise<boolean> {
    return isThere(this.#pathOf(id, format));
  }

  /** Gives a damaged file another name, to make room for one that can be read. */
  async setAside(id: string, format: string): Promise<void> {
    const file = this.#pathOf(id, format);
    const aside = `${file}${DAMAGED}`;
    // The first one is what came; what lies there after a crash may have been made since.
    if (!(await isThere(aside))) await rename(file, aside);
  }

  async remove(id: string, format: string): Promise<void> {
    await rm(this.#pathOf(id, format), { force: true });
  }

  /**
   * Removes what a crash left behind: parts of files, and files whose sample was never stored or is
   * deleted. Parts of processes that are no more go at once; all else that is younger than an hour stays,
   * since another instance may be at work on it.
   *
   * @param isStored which of these ids are samples
   * @returns how many files were removed
   */
  async sweep(
    at: number,
    isStored: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<number> {
    let removed = 0;
    for (const folder of await namesIn(this.#folder)) {
      const names = await namesIn(path.join(this.#folder, folder));
      const ids = names.flatMap((name) => FILE_NAME.exec(name)?.[1] ?? []);
      const stored = await isStored(ids);
      for (const name of names) {
        const id = FILE_NAME.exec(name)?.[1];
        if (id === undefined ? !name.endsWith(PART) : stored.has(id)) continue;
        const file = path.join(this.#folder, folder, name);
        const part = PART_NAME.exec(name);
        const state = part === null ? 'unknown' : stateOfProcess(part[1]!);
        if (state === 'alive' || (state === 'unknown' && !(await isOld(file, at)))) continue;
        await rm(file, { force: true });
        removed += 1;
      }
    }
    return removed;
  }

  #pathOf(id: string, format: string): string {
    return sampleFile(this.#folder, id, format);
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function isOld(file: string, at: number): Promise<boolean> {
  try {
    return (await stat(file)).mtimeMs < at - GRACE_MS;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
