import { catalogueEntry } from './catalogue';
import { knownNames } from './source';

/**
 * A sentence that says how a backbone comes to be there.
 *
 * @param name that was asked for, which may be one of the catalogue
 */
export function howToAdd(name: string): string {
  if (catalogueEntry(name) !== undefined) {
    return `Add it by that name on the Models page, or with npm run backbone:add -- ${name}.`;
  }
  return (
    'Add one on the Models page, or with npm run backbone:add -- and a name of the catalogue ' +
    `(${knownNames()}), an ONNX file or a Teachable Machine export.`
  );
}
