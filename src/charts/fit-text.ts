/**
 * How wide a text will be drawn. A server has no fonts to measure with, so this is on the wide
 * side of the common sans-serif ones: a text that fits by this is never clipped.
 *
 * @param size of the font, in pixels
 */
export function widthOf(text: string, size: number): number {
  return graphemes(text).reduce((sum, grapheme) => sum + widthInEm(grapheme) * size, 0);
}

/** The text, or as much of its beginning as fits, with an ellipsis. */
export function fitted(text: string, width: number, size: number): string {
  if (widthOf(text, size) <= width) return text;
  const kept: string[] = [];
  let left = width - widthInEm(ELLIPSIS) * size;
  for (const grapheme of graphemes(text)) {
    left -= widthInEm(grapheme) * size;
    if (left < 0) break;
    kept.push(grapheme);
  }
  return `${kept.join('').trimEnd()}${ELLIPSIS}`;
}

/** The text in lines that fit, broken between words; a word that is too long alone is cut. */
export function wrapped(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)!} ${word}`;
    if (lines.length > 0 && widthOf(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(fitted(word, width, size));
  }
  return lines;
}

/** The width that the widest of these texts needs, and no more than `most`. */
export function widestOf(texts: readonly string[], size: number, most: number): number {
  return Math.min(most, Math.ceil(Math.max(0, ...texts.map((text) => widthOf(text, size)))));
}

const ELLIPSIS = '…';
const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What readers take for one character each, so that none is cut in half. */
function graphemes(text: string): string[] {
  return Array.from(SEGMENTER.segment(text), ({ segment }) => segment);
}

/** What fonts lack is drawn piece by piece, so each code point counts but those that never show. */
function widthInEm(grapheme: string): number {
  return Array.from(grapheme.replace(/[\p{Mn}\p{Cf}]/gu, ''), characterInEm).reduce(
    (sum, width) => sum + width,
    0,
  );
}

function characterInEm(character: string): number {
  if (/^[iljtfr.,:;'|!()[\] \-·]$/.test(character)) return 0.42;
  if (/^[MWmw%@…]$/.test(character)) return 1;
  if (/^[A-Z&]$/.test(character)) return 0.76;
  if (/^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}]$/u.test(character)) return 0.65;
  return 1.2;
}
