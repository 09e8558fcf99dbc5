/** Attributes of an element; those that are undefined are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/**
 * SVG text of an element.
 *
 * @param content markup, not plain text: what people wrote goes through {@link escaped} first
 *
 * @example
 * element('text', { x: 1, y: 2 }, escaped('Cats & dogs'));
 */
export function element(name: string, attributes: Attributes, ...content: string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) => ` ${key}="${typeof value === 'number' ? fixed(value) : escaped(value!)}"`,
    )
    .join('');
  const inside = content.join('');
  return inside === '' ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>`;
}

/** Elements together. */
export function group(attributes: Attributes, ...content: string[]): string {
  return element('g', attributes, ...content);
}

/** What a pointer that rests on an element, or a screen reader, is told. */
export function title(text: string): string {
  return element('title', {}, escaped(text));
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** A text as it may stand in XML, where control characters and half characters may not. */
export function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ENTITIES.get(character)!)
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '\uFFFD');
}

/** The text that {@link escaped} was given. */
export function unescaped(markup: string): string {
  const characters = new Map([...ENTITIES].map(([key, entity]) => [entity, key]));
  return markup.replace(/&[^&;]+;/g, (entity) => characters.get(entity) ?? entity);
}

/** A coordinate, to a hundredth of a pixel. */
export function fixed(value: number): string {
  return String(Math.round(value * 100) / 100);
}
