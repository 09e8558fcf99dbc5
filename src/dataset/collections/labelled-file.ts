import type { SkippedFile, Split } from './dataset';

/** An image file of a data set, not decoded yet. */
export interface LabelledFile {
  /** Path inside the data set, with forward slashes. */
  readonly name: string;
  readonly label: string;
  /**
   * The file's bytes; several files may be read at a time.
   *
   * @throws {UnreadableFileError}
   */
  readonly read: () => Promise<Uint8Array>;
}

/** What a folder or an archive holds: images, and what will not be read, with the reason. */
export type FoundFile = LabelledFile | SkippedFile;

/** Larger files than this are a mistake or an attack; the images wanted have 32×32 pixels. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;
export const TOO_LARGE = `larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB`;
export const IS_LINK = 'a link; links are not followed';

/** One file cannot be read; the others can. The message is the reason, without the name. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
}

/** Where a file belongs, by its name alone. */
export type Place =
  | { readonly kind: 'image'; readonly name: string; readonly label: string }
  /** Another split's image, a hidden file, a file beside the class folders. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Reads `<class>/<image>` or `<split>/<class>/<image>`, with any leading `./`. Without split
 * folders, all of the images are there to train on or to test with, as the caller asks.
 */
export function placeOf(path: string, split: Split): Place {
  const parts = path.split('/').filter((part) => part !== '.' && part !== '');
  if (path.startsWith('/') || parts.includes('..')) {
    return { kind: 'refused', reason: 'its path leads out of the data set' };
  }
  if (parts.length < 2 || parts.some((part) => part.startsWith('.'))) return { kind: 'elsewhere' };
  // Where there are only two parts, it is a class that is called so.
  if (parts.length === 3 && OTHER_SPLITS.has(parts[0]!)) return { kind: 'elsewhere' };
  const [splitOfFile, label] = isSplit(parts[0]!) ? parts : [undefined, ...parts];
  if (splitOfFile !== undefined && splitOfFile !== split) return { kind: 'elsewhere' };
  const expectedParts = splitOfFile === undefined ? 2 : 3;
  if (label === undefined || parts.length !== expectedParts) {
    return { kind: 'refused', reason: 'neither <class>/<image> nor <split>/<class>/<image>' };
  }
  return { kind: 'image', name: parts.join('/'), label };
}

/** What other tools call pictures that are neither to train on nor to test with. */
const OTHER_SPLITS: ReadonlySet<string> = new Set(['val', 'valid', 'validation']);

function isSplit(text: string): boolean {
  return text === 'train' || text === 'test';
}
