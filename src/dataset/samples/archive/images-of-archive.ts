import { stat } from 'node:fs/promises';
import type { ArchiveEntry, ArchiveLimits } from './archive-entry';
import { ArchiveError, EntryError } from './archive-error';
import type { ArchiveKind } from './archive-kind';
import { isIgnored, partsOf, placeOf } from './entry-place';
import { entriesOfTar } from './read-tar';
import { entriesOfZip } from './read-zip';

/** A file of an archive that may be an image, or why it is not taken. */
export type ArchivedFile = { readonly fileName: string } & (
  { readonly label: string | undefined; readonly bytes: Buffer } | { readonly reason: string }
);

/** Headers and padding of an honest archive of little files unpack well, and are not judged. */
const RATIO_FREE_BYTES = 10 * 1024 * 1024;

/**
 * Reads the files of a zip or tar of `<label>/<image>` folders, one in memory at a time. The archive
 * is looked through first: it is taken as a whole or, where it is damaged or beyond the limits,
 * refused as a whole.
 *
 * @throws {ArchiveError}
 */
export async function* imagesOfArchive(
  file: string,
  kind: ArchiveKind,
  limits: ArchiveLimits,
): AsyncGenerator<ArchivedFile> {
  const enclosing = await inspect(file, kind, limits);
  for await (const entry of entriesOf(file, kind, () => undefined)) {
    if (entry.isFolder) continue;
    const place = placeOf(entry.path, enclosing);
    if (place.kind === 'ignored') continue;
    if (place.kind === 'refused') yield { fileName: entry.path, reason: place.reason };
    else yield { fileName: place.fileName, ...(await contentOf(entry, place.label, limits)) };
  }
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
 * @returns the folder that all of its images lie in, above the folders of labels
 * @throws {ArchiveError}
 */
async function inspect(
  file: string,
  kind: ArchiveKind,
  limits: ArchiveLimits,
): Promise<string | undefined> {
  const { size } = await stat(file);
  const most = Math.min(limits.maxBytes, Math.max(RATIO_FREE_BYTES, size * limits.maxRatio));
  let unpacked = 0;
  const count = (bytes: number): void => {
    unpacked += bytes;
    if (unpacked > most) {
      throw new ArchiveError(`The archive unpacks to more than ${most} bytes.`);
    }
  };
  let files = 0;
  const tops = new Set<string>();
  let isDeep = true;
  for await (const entry of entriesOf(file, kind, count)) {
    files += 1;
    if (files > limits.maxFiles) {
      throw new ArchiveError(`The archive has more than ${limits.maxFiles} entries.`);
    }
    const parts = partsOf(entry.path);
    if (entry.isFolder || parts === undefined || parts.length === 0 || isIgnored(parts)) continue;
    if (tops.size < 2) tops.add(parts[0]!);
    if (parts.length < 3) isDeep = false;
  }
  return tops.size === 1 && isDeep ? [...tops][0] : undefined;
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
