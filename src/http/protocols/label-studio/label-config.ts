import { labelKey } from '../../../dataset/samples/label';

/** The part of a project's labelling interface in which people choose the class of a picture. */
export interface ChoicesOfImage {
  /** Name of the choices. */
  readonly fromName: string;
  /** Name of the picture. */
  readonly toName: string;
  /** What tasks have the picture under: `image` of `$image`. */
  readonly dataKey: string;
  /** The choices, by the keys of their classes' names. */
  readonly choices: ReadonlyMap<string, Choice>;
}

/** A class that can be chosen. */
export interface Choice {
  /** As people see it: the name of a class. */
  readonly name: string;
  /** What annotations hold for it: its alias, where it has one. */
  readonly written: string;
}

type Attributes = ReadonlyMap<string, string>;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
  ['&amp;', '&'],
]);

/**
 * Finds in a labelling configuration of Label Studio, which is XML, the choices of a picture.
 *
 * @returns undefined where there are none
 *
 * @example
 * choicesOfImage('<View><Image name="i" value="$url"/><Choices name="c" toName="i"><Choice value="Cat"/></Choices></View>');
 * // { fromName: 'c', toName: 'i', dataKey: 'url', choices: Map { 'cat' => { name: 'Cat', written: 'Cat' } } }
 */
export function choicesOfImage(config: string): ChoicesOfImage | undefined {
  const images = new Map<string, string>();
  const groups: { readonly attributes: Attributes; readonly choices: Map<string, Choice> }[] = [];
  for (const { tag, attributes } of elementsOf(config)) {
    const name = attributes.get('name');
    const value = attributes.get('value');
    if (tag === 'Image') {
      if (name !== undefined && value?.startsWith('$')) images.set(name, value.slice(1));
    } else if (tag === 'Choices') {
      groups.push({ attributes, choices: new Map() });
    } else if (tag === 'Choice' && value !== undefined) {
      const written = attributes.get('alias') ?? value;
      groups.at(-1)?.choices.set(labelKey(value), { name: value, written });
    }
  }
  for (const { attributes, choices } of groups) {
    const [fromName, toName] = [attributes.get('name'), attributes.get('toName')];
    const dataKey = toName === undefined ? undefined : images.get(toName);
    if (fromName !== undefined && toName !== undefined && dataKey !== undefined) {
      return { fromName, toName, dataKey, choices };
    }
  }
  return undefined;
}

/** The elements of XML, in the order in which they begin. */
function elementsOf(xml: string): { readonly tag: string; readonly attributes: Attributes }[] {
  return xml
    .split('<')
    .slice(1)
    .map((piece) => {
      const text = piece.split('>', 1)[0]!;
      const tag = text.split(/[\s/]/, 1)[0]!;
      return { tag, attributes: attributesOf(text.slice(tag.length)) };
    });
}

/** @param text `name="a" toName='b'` */
function attributesOf(text: string): Attributes {
  const attributes = new Map<string, string>();
  for (let at = 0; ;) {
    const sign = text.indexOf('=', at);
    const quote = sign === -1 ? undefined : text[sign + 1];
    if (quote !== '"' && quote !== "'") return attributes;
    const end = text.indexOf(quote, sign + 2);
    if (end === -1) return attributes;
    attributes.set(text.slice(at, sign).trim(), unescaped(text.slice(sign + 2, end)));
    at = end + 1;
  }
}

function unescaped(text: string): string {
  return text.replaceAll(/&(?:lt|gt|quot|apos|amp);/g, (entity) => ENTITIES.get(entity)!);
}
