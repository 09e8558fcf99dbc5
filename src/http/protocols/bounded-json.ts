import { HttpError } from '../kit/errors/http-error';
import { parseJson } from '../kit/reading/parse-json';

const MIB = 1024 * 1024;
/** Pictures as base64 are texts, which are read at a gigabyte a second. */
export const MAX_JSON_BYTES = 16 * MIB;
/**
 * Numbers are read at some fifty megabytes a second, on the thread that answers everybody: this much
 * takes about 40 ms. As binary tensors they cost next to nothing.
 */
export const MAX_BYTES_OUTSIDE_TEXTS = 2 * MIB;

/** A text takes about as long as so many bytes of numbers, however short it is. */
const TEXT_COST = 8;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Reads JSON that brings pictures, unless that would take long.
 *
 * @throws {HttpError} BODY_TOO_LARGE before it is parsed, INVALID_JSON
 */
export function parseBoundedJson(bytes: Buffer): unknown {
  if (bytes.length > MAX_JSON_BYTES) throw jsonTooLarge();
  if (bytesOutsideTexts(bytes) > MAX_BYTES_OUTSIDE_TEXTS) {
    throw new HttpError(
      'BODY_TOO_LARGE',
      `The JSON has more than ${MAX_BYTES_OUTSIDE_TEXTS} bytes of numbers; send pixels as a binary tensor, or files.`,
    );
  }
  return parseJson(bytes);
}

export function jsonTooLarge(): HttpError {
  return new HttpError('BODY_TOO_LARGE', `The JSON is larger than ${MAX_JSON_BYTES} bytes.`);
}

/** Counts until there are too many; a quote inside a text counts, because it takes time as well. */
function bytesOutsideTexts(bytes: Buffer): number {
  let outside = 0;
  let at = 0;
  while (outside <= MAX_BYTES_OUTSIDE_TEXTS) {
    const open = bytes.indexOf(QUOTE, at);
    if (open === -1) return outside + bytes.length - at;
    outside += open - at + TEXT_COST;
    let close = bytes.indexOf(QUOTE, open + 1);
    while (close !== -1 && isEscaped(bytes, close) && outside <= MAX_BYTES_OUTSIDE_TEXTS) {
      outside += 1;
      close = bytes.indexOf(QUOTE, close + 1);
    }
    if (close === -1) return outside; // it is not JSON, as its parser will say
    at = close + 1;
  }
  return outside;
}

function isEscaped(bytes: Buffer, at: number): boolean {
  let before = at;
  while (bytes[before - 1] === BACKSLASH) before--;
  return (at - before) % 2 === 1;
}
