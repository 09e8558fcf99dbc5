import type { JsonSchema } from './component-schemas';

const text = { type: 'string' } as const;

/** What the parameters in paths are, by their names. */
export const PARAMETERS: ReadonlyMap<string, JsonSchema> = new Map([
  ['id', { description: 'As the answer that made it, or a list, gives it.', schema: text }],
  ['version', { description: 'The name of a version, as `/api/models` lists it.', schema: text }],
  ['model', { description: 'The name of the model: `classifier`.', schema: text }],
  ['label', { description: 'The name of a class.', schema: text }],
  ['name', { description: 'The name of a network, as `/api/backbones` lists it.', schema: text }],
  ['file', { description: 'The name of a file of the export.', schema: text }],
  ['filename', { description: 'The name of a chart, as the list gives it.', schema: text }],
]);
