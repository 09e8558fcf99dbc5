/** Where an entry belongs, by its path alone. */
export type EntryPlace =
  | { readonly kind: 'image'; readonly label: string | undefined; readonly fileName: string }
  /** Hidden files, and what systems leave in archives. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'refused'; readonly reason: string };

const LITTER = new Set(['thumbs.db', 'desktop.ini', '__macosx']);

/** The parts of an entry's path, or why it must not be one. */
export function partsOf(path: string): readonly string[] | undefined {
  const parts = path.split(/[/\\]/).filter((part) => part !== '.' && part !== '');
  const leadsOut = /^[/\\]/.test(path) || /^[A-Za-z]:[/\\]/.test(path) || parts.includes('..');
  return leadsOut || path.includes('\0') ? undefined : parts;
}

/** Whether a path is of no interest: `.DS_Store`, `__MACOSX/cat/._1.jpg`, `Thumbs.db`. */
export function isIgnored(parts: readonly string[]): boolean {
  return parts.some((part) => part.startsWith('.') || LITTER.has(part.toLowerCase()));
}

/**
 * Reads `<label>/<image>`, behind the folder that all entries may lie in; an image beside such
 * folders has no label of its own.
 *
 * @param enclosing the folder that all images lie in, if there is one
 */
export function placeOf(path: string, enclosing: string | undefined): EntryPlace {
  const parts = partsOf(path);
  if (parts === undefined) {
    return { kind: 'refused', reason: 'Its path leads out of the archive.' };
  }
  if (parts.length === 0 || isIgnored(parts)) return { kind: 'ignored' };
  const inner = enclosing !== undefined && parts[0] === enclosing ? parts.slice(1) : parts;
  const fileName = parts.join('/');
  if (inner.length === 1) return { kind: 'image', label: undefined, fileName };
  if (inner.length === 2) return { kind: 'image', label: inner[0]!, fileName };
  return { kind: 'refused', reason: 'It does not lie in a folder named by its label.' };
}
