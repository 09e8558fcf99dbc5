/** Where an entry belongs, by its path alone. */
export type EntryPlace =
  | { readonly kind: 'image'; readonly label: string | undefined; readonly fileName: string }
  /** Hidden files, and what systems leave in archives. */
  | { readonly kind: 'ignored' }
  /** Beside the folders of classes, and by its name no image: a README, a list of labels. */
  | { readonly kind: 'loose'; readonly fileName: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** How the images of an archive lie in it. */
export interface ArchiveLayout {
  /** The folder that all images lie in, above the folders of labels, if there is one. */
  readonly enclosing: string | undefined;
  /** Whether any file has the ending of a picture; what has none is then no picture. */
  readonly areImagesNamed: boolean;
}

const LITTER = new Set(['thumbs.db', 'desktop.ini', '__macosx']);

/** The parts of an entry's path, or why it must not be one. */
export function partsOf(path: string): readonly string[] | undefined {
  // macOS decomposes names, and one folder may be written in both ways.
  const parts = path
    .normalize('NFC')
    .split(/[/\\]/)
    .filter((part) => part !== '.' && part !== '');
  const leadsOut = /^[/\\]/.test(path) || /^[A-Za-z]:[/\\]/.test(path) || parts.includes('..');
  return leadsOut || path.includes('\0') ? undefined : parts;
}

/** Whether a path is of no interest: `.DS_Store`, `__MACOSX/cat/._1.jpg`, `Thumbs.db`. */
export function isIgnored(parts: readonly string[]): boolean {
  return parts.some((part) => part.startsWith('.') || LITTER.has(part.toLowerCase()));
}

const IMAGE_ENDING =
  /\.(?:jpe?g|jfif|png|apng|gif|webp|avif|bmp|tiff?|heic|heif|svg|ico|jp2|jxl|psd|tga|dng)$/i;

/** Whether a file's name has the ending of a picture, of a kind that is accepted or not. */
export function isNamedAsImage(name: string): boolean {
  return IMAGE_ENDING.test(name);
}

/**
 * Reads `<label>/<image>`, behind the folder that all entries may lie in; an image beside such
 * folders has no label of its own.
 *
 * @param layout of the archive that it lies in
 */
export function placeOf(path: string, { enclosing, areImagesNamed }: ArchiveLayout): EntryPlace {
  const parts = partsOf(path);
  if (parts === undefined) {
    return { kind: 'refused', reason: 'Its path leads out of the archive.' };
  }
  if (parts.length === 0 || isIgnored(parts)) return { kind: 'ignored' };
  const inner = enclosing !== undefined && parts[0] === enclosing ? parts.slice(1) : parts;
  const fileName = parts.join('/');
  if (inner.length === 1) {
    return areImagesNamed && !isNamedAsImage(fileName)
      ? { kind: 'loose', fileName }
      : { kind: 'image', label: undefined, fileName };
  }
  if (inner.length === 2) return { kind: 'image', label: inner[0]!, fileName };
  return { kind: 'refused', reason: 'It does not lie in a folder named by its label.' };
}
