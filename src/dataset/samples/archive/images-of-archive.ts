import { stat } from 'node:fs/promises';
import type { ArchiveEntry, ArchiveLimits } from './archive-entry';
import { ArchiveError, EntryError } from './archive-error';
import type { ArchiveKind } from './archive-kind';
import { cleanArchivePath } from '../clean-file-name';
import { importedLabel } from '../exported-label';
import { isIgnored, isNamedAsImage, partsOf, placeOf, type ArchiveLayout } from './entry-place';
import { findManifest, ListedFiles, type FoundManifest } from './listed-files';
import { MANIFEST_NAME, type ManifestRecord } from './manifest';
import { entriesOfTar } from './read-tar';
import { entriesOfZip } from './read-zip';

/** A file of an archive that may be an image, or why it is not taken. */
export type ArchivedFile = { readonly fileName: string } & (
  | {
      readonly label: string | undefined;
      readonly bytes: Buffer;
      /** What the manifest of an export says of it. */
      readonly record?: ManifestRecord | undefined;
    }
  | { readonly reason: string }
  /** Why nobody would miss it. */
  | { readonly skipped: string }
);

const IS_LOOSE = 'It is no image, and lies in no folder of a class.';

/** Headers and padding of an honest archive of little files unpack well, and are not judged. */
const RATIO_FREE_BYTES = 10 * 1024 * 1024;

/**
 * Reads the files of a zip or tar of `<label>/<image>` folders, one in memory at a time. The archive
 * is looked through first: it is taken as a whole or, where it is damaged or beyond the limits,
 * refused as a whole.
 *
 * @param signal aborts when nobody waits any more; unpacking ends then
 * @throws {ArchiveError} and the reason of the signal
 */
export async function* imagesOfArchive(
  file: string,
  kind: ArchiveKind,
  limits: ArchiveLimits,
  signal: AbortSignal,
): AsyncGenerator<ArchivedFile> {
  const { layout, manifest } = await inspect(file, kind, limits, signal);
  const listed = new ListedFiles(manifest);
  for await (const entry of entriesOf(file, kind, () => signal.throwIfAborted())) {
    if (entry.isFolder || listed.isManifest(entry.path)) continue;
    const place = placeOf(entry.path, layout);
    if (place.kind === 'ignored') continue;
    if (place.kind === 'refused') {
      yield { fileName: cleanArchivePath(entry.path), reason: place.reason };
    } else if (place.kind === 'loose') {
      yield { fileName: place.fileName, skipped: IS_LOOSE };
    } else {
      const label = place.label && importedLabel(place.label, entry.comment);
      const content = await contentOf(entry, label, limits);
      const record = 'bytes' in content ? await listed.take(entry.path, content.bytes) : undefined;
      yield { fileName: place.fileName, ...content, ...(record && { record }) };
    }
  }
  for (const skipped of listed.problems()) yield { fileName: MANIFEST_NAME, skipped };
}

async function contentOf(
  entry: ArchiveEntry,
  label: string | undefined,
  { maxFileBytes }: ArchiveLimits,
): Promise<{ label: string | undefined; bytes: Buffer } | { reason: string }> {
  if (entry.problem !== undefined) return { reason: entry.problem };
  if (entry.bytes > maxFileBytes) return { reason: `It is larger than ${maxFileBytes} bytes.` };
  try {
    return { label, bytes: await entry.read() };
  } catch (error) {
    if (error instanceof EntryError) return { reason: error.message };
    throw error;
  }
}

/**
 * Looks through an archive without unpacking images.
 *
 * @returns how its images lie in it, and what its manifest says, where it is an export
 * @throws {ArchiveError}
 */
async function inspect(
  file: string,
  kind: ArchiveKind,
  limits: ArchiveLimits,
  signal: AbortSignal,
): Promise<{ readonly layout: ArchiveLayout; readonly manifest: FoundManifest | undefined }> {
  const { size } = await stat(file);
  const most = Math.min(limits.maxBytes, Math.max(RATIO_FREE_BYTES, size * limits.maxRatio));
  let unpacked = 0;
  const count = (bytes: number): void => {
    signal.throwIfAborted();
    unpacked += bytes;
    if (unpacked > most) {
      throw new ArchiveError(`The archive unpacks to more than ${most} bytes.`);
    }
  };
  let files = 0;
  const images = new TopFolders();
  const all = new TopFolders();
  const folders = new Set<string>();
  let atTop: FoundManifest | undefined;
  let inFolder: { folder: string; manifest: FoundManifest } | undefined;
  for await (const entry of entriesOf(file, kind, count)) {
    files += 1;
    if (files > limits.maxFiles) {
      throw new ArchiveError(`The archive has more than ${limits.maxFiles} entries.`);
    }
    const parts = partsOf(entry.path);
    if (entry.isFolder || parts === undefined || parts.length === 0 || isIgnored(parts)) continue;
    if (parts.length <= 2 && parts.at(-1) === MANIFEST_NAME) {
      if (parts.length === 1) {
        atTop ??= await findManifest(entry);
        continue;
      }
      inFolder ??= { folder: parts[0]!, manifest: await findManifest(entry) };
    }
    all.add(parts);
    if (parts.length > 1) folders.add(parts.at(-2)!);
    if (folders.size > limits.maxLabels) {
      throw new ArchiveError(`The archive has more than ${limits.maxLabels} labels.`);
    }
    if (isNamedAsImage(entry.path)) images.add(parts);
  }
  // A README beside the classes says nothing about where these are; but names need no endings.
  const layout = images.isEmpty
    ? { enclosing: all.enclosing, areImagesNamed: false }
    : { enclosing: images.enclosing, areImagesNamed: true };
  // That of a class is a file like others in its folder.
  const ofAll = inFolder?.folder === layout.enclosing ? inFolder?.manifest : undefined;
  return { layout, manifest: atTop ?? ofAll };
}

/** The folders that files lie in, seen from the top of an archive. */
class TopFolders {
  readonly #names = new Set<string>();
  #areAllDeep = true;

  get isEmpty(): boolean {
    return this.#names.size === 0;
  }

  /** The one folder that has all files in folders of its own; undefined where there is none. */
  get enclosing(): string | undefined {
    return this.#names.size === 1 && this.#areAllDeep ? [...this.#names][0] : undefined;
  }

  add(parts: readonly string[]): void {
    if (this.#names.size < 2) this.#names.add(parts[0]!);
    if (parts.length < 3) this.#areAllDeep = false;
  }
}

/** @param onUnpacked told how much each entry, or piece of the stream, unpacks to */
async function* entriesOf(
  file: string,
  kind: ArchiveKind,
  onUnpacked: (bytes: number) => void,
): AsyncGenerator<ArchiveEntry> {
  if (kind !== 'zip') {
    yield* entriesOfTar(file, { isCompressed: kind === 'tar.gz', onUnpacked });
    return;
  }
  for await (const entry of entriesOfZip(file)) {
    onUnpacked(entry.bytes);
    yield entry;
  }
}
