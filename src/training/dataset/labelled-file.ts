import type { Split } from './dataset';

/** An image file of a data set, not decoded yet. */
export interface LabelledFile {
  /** Path inside the data set, with forward slashes. */
  readonly name: string;
  readonly label: string;
  readonly bytes: Uint8Array;
}

/**
 * Splits `<class>/<image>` or `<split>/<class>/<image>` (with any leading `./`).
 *
 * @returns undefined for what is no image of this split: another split's, hidden files, files
 *   beside the class folders
 */
export function labelOf(name: string, split: Split): string | undefined {
  const parts = name.split('/').filter((part) => part !== '.' && part !== '');
  if (parts.some((part) => part.startsWith('.'))) return undefined;
  if (parts.length === 3 && isSplit(parts[0]!)) return parts[0] === split ? parts[1] : undefined;
  // Without split folders, all of it is there to train on or to test with, as the caller asks.
  return parts.length === 2 && !isSplit(parts[0]!) ? parts[0] : undefined;
}

function isSplit(text: string): boolean {
  return text === 'train' || text === 'test';
}
