import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { modelCardSchema, type NewCard } from './card';
import { flushFolder, share, writeDurably } from './durable-files';
import { makeDraft } from './drafts';
import { copyForVersions } from './intact-copies';
import { VersionExistsError, VersionNotWrittenError } from './errors';
import { openVersion } from './open-version';
import { sha256 } from './sha256';
import type { ModelVersion } from './version';
import { isVersionFileName, VERSION_FILES } from './version-files';
import { isVersionName } from './version-name';

/** A temporary folder is its owner's alone; a version may be served by another user. */
const FOLDER_MODE = 0o755;

/**
 * The bytes of a file, or the path of one that has them and never changes: a version's, which is
 * shared, or a backbone's, which is copied once for all versions.
 */
export type FileSource =
  Uint8Array | { readonly sameAs: string } | { readonly asInBackbone: string };

/**
 * Writes a version, whole or not at all: its files go to a folder that readers ignore, are flushed
 * to the disk and read back, and only then does the folder take the version's name.
 *
 * @param card without `files`, which is computed
 * @param files content by name: `model.onnx`, `model.json`, `weights.bin`, the two of
 *   {@link encodeHead}, and any others; a file that another version has already is shared with it
 * @throws {VersionExistsError} when the name is taken
 * @throws {BrokenVersionError} when what was given does not make a version that opens
 * @throws {VersionNotWrittenError} when the disk does not take it
 * @throws {RangeError} for a name that cannot be used
 */
export async function writeVersion(
  modelDir: string,
  card: NewCard,
  files: Readonly<Record<string, FileSource>>,
): Promise<ModelVersion> {
  const name = card.version;
  if (!isVersionName(name)) throw new RangeError(`${JSON.stringify(name)} cannot name a version`);
  const target = path.join(modelDir, name);
  if (existsSync(target)) throw new VersionExistsError(name);

  await mkdir(modelDir, { recursive: true });
  const draft = await makeDraft(modelDir, name);
  try {
    await chmod(draft, FOLDER_MODE);
    await writeFiles(modelDir, draft, card, files);
    await openVersion(draft, name);
    await publish(draft, target, name);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw isFromTheDisk(error) ? new VersionNotWrittenError(name, error) : error;
  }
  return openVersion(target);
}

/** Such as ENOSPC; the errors of this project have no `syscall`. */
function isFromTheDisk(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

async function writeFiles(
  modelDir: string,
  folder: string,
  card: NewCard,
  files: Readonly<Record<string, FileSource>>,
): Promise<void> {
  const hashes = new Map<string, string>();
  for (const [name, source] of Object.entries(files)) {
    if (!isVersionFileName(name))
      throw new RangeError(`${JSON.stringify(name)} cannot name a file`);
    const file = path.join(folder, name);
    if (source instanceof Uint8Array) await writeDurably(file, source);
    else if ('sameAs' in source) await share(source.sameAs, file);
    else await copyForVersions(modelDir, source.asInBackbone, file);
    hashes.set(name, sha256(source instanceof Uint8Array ? source : await readFile(file)));
  }
  const whole = modelCardSchema.parse({ ...card, files: Object.fromEntries(hashes) });
  const text = `${JSON.stringify(whole, null, 2)}\n`;
  await writeDurably(path.join(folder, VERSION_FILES.card), new TextEncoder().encode(text));
  await flushFolder(folder);
}

async function publish(draft: string, target: string, name: string): Promise<void> {
  try {
    await rename(draft, target);
  } catch (cause) {
    // Somebody else published the name between the check and here.
    if (existsSync(target)) throw new VersionExistsError(name);
    throw cause;
  }
  await flushFolder(path.dirname(target));
}
