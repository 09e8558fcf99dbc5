const MAX_LENGTH = 255;
const UNNAMED = 'unnamed';
/**
 * Control characters and lone surrogates, and the marks that change the direction of the text
 * after them: with those a name can show as another one (CVE-2021-42574).
 */
const INVISIBLE =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{FEFF}]/gu;

/**
 * Makes a client's file name safe to store and to show: no folders, nothing invisible, at most
 * 255 characters with its ending kept. It is never used as a path.
 */
export function cleanFileName(name: string): string {
  const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const visible = visibleOf(base);
  return /^\.*$/.test(visible) ? UNNAMED : shorten(visible);
}

/**
 * The same for a path inside an archive, whose folders are kept: they tell where a file came from.
 * It is never used as a path.
 */
export function cleanArchivePath(path: string): string {
  const parts = path.split(/[/\\]/).map(visibleOf);
  const visible = shorten(parts.filter((part) => part !== '').join('/'));
  return visible === '' ? UNNAMED : visible;
}

function visibleOf(name: string): string {
  return name.replace(INVISIBLE, '').normalize('NFC').trim();
}

function shorten(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= MAX_LENGTH) return name;
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';
  return characters.slice(0, MAX_LENGTH - ending.length).join('') + ending;
}
