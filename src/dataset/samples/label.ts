import type { Label } from '../../store/samples/sample';
import { withoutIdleCharacters, withoutVariations } from './invisible-characters';

const MAX_CHARACTERS = 64;

/** The text cannot be a label. */
export class LabelError extends Error {
  override readonly name = 'LabelError';
}

/**
 * Reads a class name that a person gave. Spaces around it do not count and those inside count as
 * one; two names that differ in nothing but case, width (NFKC) or the style of an emoji have one key.
 * Invisible characters are taken where a script or an emoji needs them, and nowhere else.
 *
 * @example
 * parseLabel('  Polar  Bear '); // { key: 'polar bear', name: 'Polar Bear' }
 *
 * @throws {LabelError} with a sentence for the client
 */
export function parseLabel(text: string): Label {
  const { text: name, hasInvisible } = tidied(text);
  const characters = Array.from(name).length;
  if (characters === 0) throw new LabelError('A label must not be empty.');
  if (characters > MAX_CHARACTERS) {
    throw new LabelError(`A label has at most ${MAX_CHARACTERS} characters.`);
  }
  if (hasInvisible) throw new LabelError('A label must not have invisible characters.');
  // Labels are folders of archives.
  if (/[/\\]/.test(name)) throw new LabelError('A label must not have slashes.');
  if (name.startsWith('.')) throw new LabelError('A label must not begin with a dot.');
  const key = fold(name);
  if (key === '') throw new LabelError('A label must not be empty.');
  return { key, name };
}

/**
 * The key by which a name is compared, whether or not it could be a new label: classes of a version
 * and labels of a store may be older than the rules of {@link parseLabel}. For a label that these
 * take, it is the same key.
 */
export function labelKey(name: string): string {
  return fold(tidied(name).text);
}

function tidied(text: string): ReturnType<typeof withoutIdleCharacters> {
  return withoutIdleCharacters(text.normalize('NFC').trim().replace(/\s+/gu, ' '));
}

/**
 * Case folding: JavaScript has none, and lower case alone keeps ß apart from SS. Letters are
 * lowered one by one, or a sigma at the end of a word would differ from one inside.
 */
function fold(name: string): string {
  let key = withoutVariations(name);
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
