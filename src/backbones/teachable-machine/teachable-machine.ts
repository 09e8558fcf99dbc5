import type { InputSpec } from '../../config/input-spec';
import { LARGEST_INPUT_SIDE } from '../../config/input-spec';
import { ELEMENT_TYPES, GraphBuilder } from '../../onnx/graph-builder';
import type { Head } from '../../registry/version';
import { BackboneError } from '../backbone-error';
import type { BackboneGraph } from '../onnx/build-graph';
import { FEATURES, IMAGES } from '../onnx/assemble';
import { isBatchConsistent } from '../onnx/probe';
import { configSchemas, functionalSchema, layerSchema, type Layer } from './layers-model';
import type { TeachableMachineExport } from './read-export';
import { LayerTranslator, type DenseLayer } from './translate-layers';
import { translateModel } from './translate-model';
import { Value } from './value';

const OPERATOR_SET = 17;
/** The browser's library computes x / 127 − 1. */
const MIDDLE = 127;

/** What a Teachable Machine export is in this project: a backbone, and a head on it. */
export interface TeachableMachine {
  readonly graph: BackboneGraph;
  /** As they were typed there, in the order of the head. */
  readonly classNames: readonly string[];
  /** Gives, without temperature, the probabilities that it gives in the browser. */
  readonly head: Head;
}

/**
 * Translates a Teachable Machine export. The features are the pooled ones and behind them those of
 * its own hidden layer, so that its head is linear on features, and other heads learn on the pooled.
 *
 * @throws {BackboneError}
 */
export async function translateExport({
  model,
  weights,
  labels,
}: TeachableMachineExport): Promise<TeachableMachine> {
  const size = sizeOf(model);
  const input: InputSpec = {
    ...size,
    fit: 'cover',
    crop: 1,
    kernel: 'triangle',
    layout: 'NHWC',
    mean: [MIDDLE, MIDDLE, MIDDLE],
    deviation: [MIDDLE, MIDDLE, MIDDLE],
  };
  const builder = new GraphBuilder();
  const translator = new LayerTranslator(builder, weights);
  const picture = new Value({ kind: 'map', ...size, channels: 3 }, () => preprocessing(builder));
  const output = translateModel(model, picture, translator);
  const { pooled, hidden, last } = headOf(output, translator);
  if (last.units !== labels.length) {
    throw new BackboneError(
      `The model tells ${last.units} classes apart, and metadata.json names ${labels.length}.`,
    );
  }
  const widths = [pooled, ...(hidden === undefined ? [] : [hidden])].map(widthOf);
  const features = widths.reduce((sum, width) => sum + width, 0);
  addFeatures(builder, pooled, hidden);
  const bytes = builder.encode({
    name: 'teachable_machine',
    inputs: [{ name: IMAGES, type: 'UINT8', shape: ['n', size.height, size.width, 3] }],
    outputs: [{ name: FEATURES, type: 'FLOAT', shape: ['n', features] }],
    operatorSet: OPERATOR_SET,
    producerVersion: '',
  });
  if (!(await isBatchConsistent(bytes, input, features))) {
    throw new BackboneError('The model does not compute each picture for itself.');
  }
  return {
    graph: {
      bytes,
      input,
      features,
      pooled: widths[0]!,
      parameters:
        [...weights.values()].reduce((sum, { values }) => sum + values.length, 0) -
        last.weights.length,
      notes: [
        `The features are the ${widths[0]!} pooled ones${hidden === undefined ? '' : ` and the ${widths[1]!} of the hidden layer of Teachable Machine`}.`,
        'Browsers scale pictures by bilinear interpolation, each in its own way; here the kernel triangle is used, which is the same but looks at all pixels when it shrinks a picture.',
      ],
    },
    classNames: labels,
    head: headOn(features, last),
  };
}

/** Width and height of the first layer's input. */
function sizeOf(model: Layer): Pick<InputSpec, 'width' | 'height'> {
  const shape = inputShapeOf(model);
  if (shape === undefined) {
    throw new BackboneError(
      'The model does not say which pictures it takes, or they have no three colours.',
    );
  }
  const [, height, width] = shape;
  if (Math.max(height, width) > LARGEST_INPUT_SIDE || Math.min(height, width) < 1) {
    throw new BackboneError(
      `The model takes pictures of ${width}×${height} pixels, which is not done here.`,
    );
  }
  return { width, height };
}

function inputShapeOf(layer: Layer): readonly [null, number, number, 3] | undefined {
  const own = configSchemas.InputLayer.safeParse(layer.config);
  if (own.success) return own.data.batch_input_shape;
  const layers = functionalSchema.safeParse(layer.config);
  const row = Array.isArray(layer.config) ? layer.config : layer.config.layers;
  const first = layers.success
    ? layers.data.layers.find(({ class_name }) => class_name === 'InputLayer')
    : layerSchema.safeParse(Array.isArray(row) ? row[0] : undefined).data;
  return first === undefined ? undefined : inputShapeOf(first);
}

/** uint8 [n, height, width, 3] becomes float32 [n, 3, height, width] from −1 to about 1. */
function preprocessing(graph: GraphBuilder): string {
  const ordered = graph.node('Transpose', 'ordered', [IMAGES], { perm: [0, 3, 1, 2] });
  const real = graph.node('Cast', 'real', [ordered], { to: ELEMENT_TYPES.FLOAT });
  const middle = graph.constant('middle', 'FLOAT', [], Float32Array.of(MIDDLE));
  return graph.node('Sub', 'pixels', [
    graph.node('Div', 'scaled', [real, middle]),
    graph.constant('one', 'FLOAT', [], Float32Array.of(1)),
  ]);
}

interface Ends {
  readonly pooled: Value;
  /** Output of the last dense layer but one; undefined where there is only one. */
  readonly hidden: Value | undefined;
  readonly last: DenseLayer;
}

function headOf(output: Value, { denseLayers }: LayerTranslator): Ends {
  const last = denseLayers.get(output);
  if (last?.activation !== 'softmax') {
    throw new BackboneError('The model does not end in a layer of classes (Dense with softmax).');
  }
  let pooled = last.input;
  for (let layer = denseLayers.get(pooled); layer !== undefined; layer = denseLayers.get(pooled)) {
    pooled = layer.input;
  }
  return { pooled, hidden: pooled === last.input ? undefined : last.input, last };
}

function widthOf({ shape }: Value): number {
  return shape.kind === 'row' ? shape.width : 0;
}

function addFeatures(graph: GraphBuilder, pooled: Value, hidden: Value | undefined): void {
  if (hidden === undefined) graph.node('Identity', FEATURES, [pooled.name]);
  else graph.node('Concat', FEATURES, [pooled.name, hidden.name], { axis: 1 });
}

/** The last layer as a head on all features: it looks at the last of them only. */
function headOn(features: number, { weights, bias, units }: DenseLayer): Head {
  const all = new Float32Array(features * units);
  all.set(weights, all.length - weights.length);
  return { weights: all, bias, features, classes: units, temperature: 1 };
}
