import type { Label } from '../../store/samples/sample';

const MAX_CHARACTERS = 64;
/** Control characters, lone surrogates, separators of lines, and marks that turn the direction of text. */
const INVISIBLE =
  /[\p{Cc}\p{Cs}\p{Cn}\p{Co}\p{Zl}\p{Zp}\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2060}-\u{206F}\u{FEFF}]/u;

/** The text cannot be a label. */
export class LabelError extends Error {
  override readonly name = 'LabelError';
}

/**
 * Reads a class name that a person gave. Spaces around it do not count and those inside count as
 * one; two names that differ in nothing but case or width (NFKC) have one key.
 *
 * @example
 * parseLabel('  Polar  Bear '); // { key: 'polar bear', name: 'Polar Bear' }
 *
 * @throws {LabelError} with a sentence for the client
 */
export function parseLabel(text: string): Label {
  const name = text.normalize('NFC').trim().replace(/\s+/gu, ' ');
  const characters = Array.from(name).length;
  if (characters === 0) throw new LabelError('A label must not be empty.');
  if (characters > MAX_CHARACTERS) {
    throw new LabelError(`A label has at most ${MAX_CHARACTERS} characters.`);
  }
  if (INVISIBLE.test(name)) throw new LabelError('A label must not have invisible characters.');
  // Labels are folders of archives.
  if (/[/\\]/.test(name)) throw new LabelError('A label must not have slashes.');
  if (name.startsWith('.')) throw new LabelError('A label must not begin with a dot.');
  const key = fold(name);
  if (key === '') throw new LabelError('A label must not be empty.');
  return { key, name };
}

/**
 * Case folding: JavaScript has none, and lower case alone keeps ß apart from SS. Letters are
 * lowered one by one, or a sigma at the end of a word would differ from one inside.
 */
function fold(name: string): string {
  let key = name;
  for (let before = ''; before !== key;) {
    before = key;
    const upper = key.normalize('NFKC').toUpperCase();
    key = Array.from(upper, (character) => character.toLowerCase())
      .join('')
      .normalize('NFKC')
      .trim()
      .replace(/\s+/gu, ' ');
  }
  return key;
}
