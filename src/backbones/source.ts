import { CATALOGUE, catalogueEntry, type CatalogueEntry } from './catalogue';
import { isHubFile, parseHubFile, type HubFile } from './download/hub-file';

/** Where a backbone is to be made from. */
export type BackboneSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'hugging-face'; readonly file: HubFile }
  | { readonly kind: 'catalogue'; readonly entry: CatalogueEntry; readonly file: HubFile };

/**
 * Reads what a user writes: a name of the catalogue, `hf:<owner>/<repository>/<path>@<commit>`, or
 * the path of a file, which is everything else.
 *
 * @throws {BackboneError} for something that begins with `hf:` and is no such thing
 */
export function parseSource(text: string): BackboneSource {
  const entry = catalogueEntry(text);
  if (entry !== undefined) return { kind: 'catalogue', entry, file: entry };
  if (isHubFile(text)) return { kind: 'hugging-face', file: parseHubFile(text) };
  return { kind: 'file', path: text };
}

/** What a user may write instead of a path. */
export function knownNames(): string {
  return CATALOGUE.map(({ name }) => name).join(', ');
}
