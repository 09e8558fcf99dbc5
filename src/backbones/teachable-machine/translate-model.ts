import { BackboneError } from '../backbone-error';
import { functionalSchema, inboundSchema, layerSchema, type Layer } from './layers-model';
import { nameOf, type LayerTranslator } from './translate-layers';
import type { Value } from './value';

/** Models in models; a Teachable Machine export has three. */
const DEEPEST = 8;
const MODELS = new Set(['Model', 'Functional']);

/**
 * Translates a model of Keras: a row of layers or a graph of them, which may be models again.
 *
 * @param input a picture
 * @returns its output
 * @throws {BackboneError} for what is not translated
 */
export function translateModel(model: Layer, input: Value, translator: LayerTranslator): Value {
  return apply(model, [input], translator, 0);
}

function apply(
  layer: Layer,
  inputs: readonly Value[],
  translator: LayerTranslator,
  depth: number,
): Value {
  if (depth > DEEPEST) throw new BackboneError('The models of the export are nested too deeply.');
  if (layer.class_name === 'Sequential') return applyRow(layer, inputs, translator, depth);
  if (MODELS.has(layer.class_name)) return applyGraph(layer, inputs, translator, depth);
  return translator.translate(layer, inputs);
}

function applyRow(
  model: Layer,
  inputs: readonly Value[],
  translator: LayerTranslator,
  depth: number,
): Value {
  const listed = Array.isArray(model.config) ? model.config : model.config.layers;
  const layers = layerSchema.array().min(1).safeParse(listed);
  if (!layers.success) throw new BackboneError('A model of the export has no layers.');
  let values = inputs;
  for (const layer of layers.data) {
    if (layer.class_name !== 'InputLayer') values = [apply(layer, values, translator, depth + 1)];
  }
  return single(values);
}

function applyGraph(
  model: Layer,
  inputs: readonly Value[],
  translator: LayerTranslator,
  depth: number,
): Value {
  const parsed = functionalSchema.safeParse(model.config);
  if (!parsed.success) {
    throw new BackboneError(
      `The model ${JSON.stringify(nameOf(model))} is not one with a single input and output.`,
    );
  }
  const { layers, input_layers, output_layers } = parsed.data;
  const values = new Map<string, Value>([[input_layers[0]![0], single(inputs)]]);
  // A layer stands behind those that it takes.
  for (const layer of layers) {
    const name = nameOf(layer);
    if (values.has(name)) continue;
    const inbound = inboundSchema.safeParse(layer.inbound_nodes);
    if (!inbound.success) {
      throw new BackboneError(
        `The layer ${JSON.stringify(name)} is used more than once, or not at all.`,
      );
    }
    const taken = inbound.data[0].map(([from]) => valueOf(values, from));
    values.set(name, apply(layer, taken, translator, depth + 1));
  }
  return valueOf(values, output_layers[0]![0]);
}

function valueOf(values: ReadonlyMap<string, Value>, name: string): Value {
  const value = values.get(name);
  if (value !== undefined) return value;
  throw new BackboneError(
    `The output of the layer ${JSON.stringify(name)} is used before it is made.`,
  );
}

function single(values: readonly Value[]): Value {
  const [value] = values;
  if (value !== undefined && values.length === 1) return value;
  throw new BackboneError('A model of the export has more than one input.');
}
