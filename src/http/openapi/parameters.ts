import type { JsonSchema } from './component-schemas';

const text = { type: 'string' } as const;

/** What the parameters in paths are, by their names. */
export const PARAMETERS: ReadonlyMap<string, JsonSchema> = new Map([
  [
    'id',
    {
      description: 'As the answer that made it, or a list, gives it.',
      schema: text,
      example: '0190f8c2-7b1e-7c3a-9d2f-4e5a6b7c8d9e',
    },
  ],
  [
    'version',
    {
      description: 'The name of a version, as `/api/models` lists it.',
      schema: text,
      example: 'cifar10-small-1',
    },
  ],
  [
    'model',
    { description: 'The name of the model: `classifier`.', schema: text, example: 'classifier' },
  ],
  ['label', { description: 'The name of a class.', schema: text, example: 'Cat' }],
  [
    'name',
    {
      description: 'The name of a network, as `/api/backbones` lists it.',
      schema: text,
      example: 'mobilenetv3-small',
    },
  ],
  [
    'file',
    { description: 'The name of a file of the export.', schema: text, example: 'labels.json' },
  ],
  [
    'filename',
    {
      description: 'The name of a chart, as the list gives it.',
      schema: text,
      example: 'training_curves.svg',
    },
  ],
]);
