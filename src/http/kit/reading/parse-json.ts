import { HttpError } from '../errors/http-error';

/** A key that would change an object's prototype where code copies objects by assignment. */
const FORBIDDEN_KEY = '__proto__';
/** No body of the API is deeper than a list inside an object. */
const MAX_DEPTH = 32;

/**
 * Reads JSON of which every reader has the same understanding: a name is in an object once, and
 * none of them is `__proto__`. Which of two equal names counts differs between parsers (RFC 8259,
 * section 4), and what a proxy or a log has seen would not be what is carried out.
 *
 * @throws {HttpError} INVALID_JSON
 */
export function parseJson(bytes: Uint8Array): unknown {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    value = JSON.parse(text) as unknown;
  } catch (cause) {
    throw new HttpError('INVALID_JSON', 'The body is not valid JSON.', { cause });
  }
  refuseAmbiguous(text);
  return value;
}

/** @param text valid JSON */
function refuseAmbiguous(text: string): void {
  // One set of names for each object that is open; undefined for a list.
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : undefined);
      if (open.length > MAX_DEPTH)
        throw new HttpError('INVALID_JSON', 'The JSON is nested too deeply.');
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const end = endOfString(text, at);
      const names = open.at(-1);
      if (names !== undefined && isName(text, end)) {
        const name = JSON.parse(text.slice(at, end)) as string;
        if (names.has(name))
          throw new HttpError('INVALID_JSON', `The name ${shortened(name)} is there twice.`);
        if (name === FORBIDDEN_KEY)
          throw new HttpError('INVALID_JSON', `No name may be "${FORBIDDEN_KEY}".`);
        names.add(name);
      }
      at = end - 1;
    }
  }
}

/** @returns the position behind the quote that ends the string which begins at `start` */
function endOfString(text: string, start: number): number {
  // A quote that an odd number of backslashes stands before is one of the string's characters.
  let at = text.indexOf('"', start + 1);
  while (isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at + 1;
}

function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === '\\') before--;
  return (at - before) % 2 === 1;
}

/** Whether a colon follows the string that ends there: strings of valid JSON that one follows are names. */
function isName(text: string, end: number): boolean {
  let at = end;
  while (/\s/.test(text[at] ?? '')) at++;
  return text[at] === ':';
}

function shortened(name: string): string {
  return JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name);
}
