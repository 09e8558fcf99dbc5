import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { extract } from 'tar-stream';
import { sha256 } from '../../src/registry/sha256';

/** A photograph as it came, with its class. */
export interface LabelledPhoto {
  readonly id: string;
  readonly label: string;
  readonly bytes: Uint8Array;
}

/** Photographs to learn from, and others to measure with. */
export interface PhotoSet {
  /** In the order of the classes' names. */
  readonly classNames: readonly string[];
  readonly pool: readonly LabelledPhoto[];
  readonly test: readonly LabelledPhoto[];
}

/** Names that data sets give the part that is measured with. */
const TEST_PARTS = new Set(['val', 'test']);

/**
 * Reads a folder or tar of `…/train/<class>/<file>` and `…/val/<class>/<file>`.
 *
 * @throws {Error} where either part is empty
 */
export async function readPhotos(source: string): Promise<PhotoSet> {
  const files = (await stat(source)).isDirectory() ? filesOfFolder(source) : filesOfTar(source);
  const parts = { pool: [] as LabelledPhoto[], test: [] as LabelledPhoto[] };
  for await (const { name, bytes } of files) {
    const [split, label, file] = name.split('/').slice(-3);
    if (split === undefined || label === undefined || !/\.(jpe?g|png)$/i.test(file ?? '')) continue;
    const photo = { id: sha256(bytes), label, bytes };
    if (TEST_PARTS.has(split)) parts.test.push(photo);
    else if (split === 'train') parts.pool.push(photo);
  }
  if (parts.pool.length === 0 || parts.test.length === 0) {
    throw new Error(`${source} has no train/<class>/<file> or no val/<class>/<file>`);
  }
  for (const part of [parts.pool, parts.test]) part.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { ...parts, classNames: [...new Set(parts.pool.map(({ label }) => label))].sort() };
}

/** Only the photographs of these classes. */
export function ofClasses(set: PhotoSet, classNames: readonly string[]): PhotoSet {
  const isOne = ({ label }: LabelledPhoto): boolean => classNames.includes(label);
  return { classNames, pool: set.pool.filter(isOne), test: set.test.filter(isOne) };
}

interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

async function* filesOfTar(file: string): AsyncGenerator<NamedFile> {
  const entries = createReadStream(file).pipe(extract());
  for await (const entry of entries) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    if (entry.header.type === 'file') {
      yield { name: entry.header.name, bytes: Buffer.concat(chunks) };
    }
  }
}

async function* filesOfFolder(folder: string): AsyncGenerator<NamedFile> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    yield { name: file.split(path.sep).join('/'), bytes: await readFile(file) };
  }
}
