import { onnx } from 'onnx-proto';
import { GraphBuilder, type ElementType, type TensorInfo } from '../../../src/onnx/graph-builder';
import { toHalf } from '../../../src/registry/half-precision';
import { seededRandom } from '../../../src/evaluation/random';

/** Sides of the pictures that the small networks take. */
export const SIDE = 8;
export const CHANNELS = 5;
const CLASSES = 4;

export interface NetworkOptions {
  readonly layout?: 'NCHW' | 'NHWC';
  readonly type?: Extract<ElementType, 'FLOAT' | 'FLOAT16' | 'UINT8'>;
  /** Of the input; a text is a size that the graph leaves open. */
  readonly shape?: readonly (number | string)[];
  /** What follows the pooled features. */
  readonly end?: 'gemm' | 'matmul-add' | 'convolution' | 'none' | 'map';
  readonly operatorSet?: number;
  readonly outputName?: string;
}

/** float32 weights between -1 and 1, the same for the same seed. */
export function weights(count: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count }, () => 2 * random.next() - 1);
}

/**
 * A small convolutional classifier: 3×3 convolution with {@link CHANNELS} outputs, ReLU, global
 * average, Flatten, Dropout, a linear layer and Softmax.
 */
export function convolutional(options: NetworkOptions = {}): Buffer {
  const { layout = 'NCHW', type = 'FLOAT', end = 'gemm', operatorSet = 13 } = options;
  const graph = new GraphBuilder();
  const reals = realConstants(graph, type);
  let last = 'input';
  if (type === 'UINT8') last = graph.node('Cast', 'real', [last], { to: 1 });
  if (layout === 'NHWC') last = graph.node('Transpose', 'first', [last], { perm: [0, 3, 1, 2] });
  last = graph.node('Conv', 'conv', [last, reals('kernel', [CHANNELS, 3, 3, 3], 1)], {
    pads: [1, 1, 1, 1],
  });
  last = graph.node('Relu', 'map', [last]);
  if (end !== 'map') {
    last = graph.node('GlobalAveragePool', 'pooled', [last]);
    last = addEnd(graph, reals, last, end);
  }
  const shape = layout === 'NCHW' ? ['n', 3, SIDE, SIDE] : ['n', SIDE, SIDE, 3];
  const output = options.outputName ?? 'output';
  graph.node('Identity', output, [last]);
  return graph.encode({
    name: 'convolutional',
    inputs: [{ name: 'input', type, shape: options.shape ?? shape }],
    outputs: [
      { name: output, type: type === 'FLOAT16' ? 'FLOAT16' : 'FLOAT', shape: outputShape(end) },
    ],
    operatorSet,
    producerVersion: 'test',
  });
}

function outputShape(end: NonNullable<NetworkOptions['end']>): TensorInfo['shape'] {
  if (end === 'map') return ['n', CHANNELS, 'h', 'w'];
  return ['n', end === 'none' ? CHANNELS : CLASSES];
}

type RealConstants = (name: string, shape: readonly number[], seed: number) => string;

function realConstants(graph: GraphBuilder, type: ElementType): RealConstants {
  return (name, shape, seed) => {
    const values = weights(
      shape.reduce((all, size) => all * size, 1),
      seed,
    );
    return type === 'FLOAT16'
      ? graph.constant(name, 'FLOAT16', shape, toHalf(values))
      : graph.constant(name, 'FLOAT', shape, values);
  };
}

function addEnd(
  graph: GraphBuilder,
  reals: RealConstants,
  pooled: string,
  end: NonNullable<NetworkOptions['end']>,
): string {
  if (end === 'convolution') {
    const classes = graph.node('Conv', 'classes', [
      pooled,
      reals('w', [CLASSES, CHANNELS, 1, 1], 2),
    ]);
    return graph.node('Flatten', 'flat', [classes]);
  }
  const flat = graph.node('Flatten', 'flat', [pooled]);
  if (end === 'none') return flat;
  const dropped = graph.node('Dropout', 'dropped', [flat]);
  const bias = reals('b', [CLASSES], 3);
  const last =
    end === 'gemm'
      ? graph.node('Gemm', 'classes', [dropped, reals('w', [CHANNELS, CLASSES], 2), bias])
      : graph.node('Add', 'classes', [
          graph.node('MatMul', 'product', [dropped, reals('w', [CHANNELS, CLASSES], 2)]),
          bias,
        ]);
  return graph.node('Softmax', 'probabilities', [last], { axis: 1 });
}

/** Number of features of each token of {@link tokens}. */
export const WIDTH = 6;

/**
 * A network like a vision transformer, without attention: patches as tokens, a class token before
 * them, the mean of all tokens added to each, and a linear layer on the first.
 *
 * @param batch pictures that the graph is made for: 1 as when exported without dynamic sizes
 */
export function tokens({
  output = 'last_hidden_state',
  batch = 'n',
}: { readonly output?: string; readonly batch?: number | string } = {}): Buffer {
  const graph = new GraphBuilder();
  const reals = realConstants(graph, 'FLOAT');
  const patches = graph.node(
    'Conv',
    'patches',
    ['pixel_values', reals('kernel', [WIDTH, 3, 4, 4], 1)],
    {
      strides: [4, 4],
    },
  );
  const sizes = graph.constant(
    'sizes',
    'INT64',
    [3],
    BigInt64Array.of(typeof batch === 'number' ? BigInt(batch) : 0n, BigInt(WIDTH), -1n),
  );
  const rows = graph.node('Transpose', 'rows', [graph.node('Reshape', 'row', [patches, sizes])], {
    perm: [0, 2, 1],
  });
  const token = classToken(graph, reals, rows, batch);
  const all = graph.node('Concat', 'tokens', [token, rows], { axis: 1 });
  const mean = graph.node('ReduceMean', 'mean', [all], { axes: [1], keepdims: 1 });
  graph.node('Add', 'last_hidden_state', [all, mean]);
  const first = graph.constant('zero', 'INT64', [], BigInt64Array.of(0n));
  graph.node('Gather', 'pooler_output', ['last_hidden_state', first], { axis: 1 });
  graph.node('Gemm', 'logits', ['pooler_output', reals('w', [WIDTH, CLASSES], 5)]);
  const shapes = new Map<string, TensorInfo['shape']>([
    ['last_hidden_state', [batch, 1 + (SIDE / 4) ** 2, WIDTH]],
    ['pooler_output', [batch, WIDTH]],
    ['logits', [batch, CLASSES]],
  ]);
  return graph.encode({
    name: 'tokens',
    inputs: [{ name: 'pixel_values', type: 'FLOAT', shape: [batch, 3, SIDE, SIDE] }],
    outputs: [{ name: output, type: 'FLOAT', shape: shapes.get(output)! }],
    operatorSet: 13,
    producerVersion: 'test',
  });
}

function classToken(
  graph: GraphBuilder,
  reals: RealConstants,
  rows: string,
  batch: number | string,
): string {
  const token = reals('class_token', [1, 1, WIDTH], 4);
  if (typeof batch === 'number') return token;
  const zero = graph.constant('first', 'INT64', [1], BigInt64Array.of(0n));
  const count = graph.node('Gather', 'count', [graph.node('Shape', 'shape', [rows]), zero]);
  const ones = graph.constant('ones', 'INT64', [2], BigInt64Array.of(1n, 1n));
  const wanted = graph.node('Concat', 'wanted', [count, ones], { axis: 0 });
  return graph.node('Expand', 'class_tokens', [token, wanted]);
}

/** A decoded message has all its lists, empty or not. */
export interface DecodedNode extends onnx.INodeProto {
  opType: string;
  input: string[];
  output: string[];
}
export interface DecodedGraph {
  node: DecodedNode[];
  initializer: onnx.ITensorProto[];
  sparseInitializer: onnx.ISparseTensorProto[];
  input: onnx.IValueInfoProto[];
  output: onnx.IValueInfoProto[];
}

/** A file with its protobuf message changed in some way. */
export function changed(
  file: Uint8Array,
  change: (graph: DecodedGraph, model: onnx.ModelProto) => void,
): Uint8Array {
  const model = onnx.ModelProto.decode(file);
  change(model.graph as unknown as DecodedGraph, model);
  return onnx.ModelProto.encode(model).finish();
}

/**
 * A classifier whose last layer is quantised.
 *
 * @param kind `static`: 8-bit features and weights are turned back into numbers before the layer, as
 *   quantisers write it; `dynamic`: the layer multiplies integers, and its result is scaled
 */
export function quantisedEnd(kind: 'static' | 'dynamic'): Buffer {
  const graph = new GraphBuilder();
  const reals = realConstants(graph, 'FLOAT');
  const map = graph.node('Relu', 'map', [
    graph.node('Conv', 'conv', ['input', reals('kernel', [CHANNELS, 3, 3, 3], 1)]),
  ]);
  const flat = graph.node('Flatten', 'flat', [graph.node('GlobalAveragePool', 'pooled', [map])]);
  const whole = Int8Array.from(weights(CHANNELS * CLASSES, 2), (value) => 100 * value);
  const layer = graph.constant('w', 'INT8', [CHANNELS, CLASSES], whole);
  const scale = graph.constant('w_scale', 'FLOAT', [], Float32Array.of(0.01));
  const zero = graph.constant('w_zero', 'INT8', [], Int8Array.of(0));
  if (kind === 'static') {
    const parameters = [
      graph.constant('x_scale', 'FLOAT', [], Float32Array.of(0.02)),
      graph.constant('x_zero', 'UINT8', [], Uint8Array.of(0)),
    ];
    const bytes = graph.node('QuantizeLinear', 'bytes', [flat, ...parameters]);
    const back = graph.node('DequantizeLinear', 'back', [bytes, ...parameters]);
    const real = graph.node('DequantizeLinear', 'w_real', [layer, scale, zero]);
    graph.node('Gemm', 'output', [back, real, reals('b', [CLASSES], 3)]);
  } else {
    graph.node(
      'DynamicQuantizeLinear',
      'bytes',
      [flat],
      {},
      { moreOutputs: ['x_scale', 'x_zero'] },
    );
    const product = graph.node('MatMulInteger', 'product', ['bytes', layer, 'x_zero', zero]);
    const real = graph.node('Cast', 'real', [product], { to: 1 });
    const both = graph.node('Mul', 'both', ['x_scale', scale]);
    const sum = graph.node('Mul', 'sum', [real, both]);
    graph.node('Add', 'output', [sum, reals('b', [CLASSES], 3)]);
  }
  return graph.encode({
    name: 'quantised',
    inputs: [{ name: 'input', type: 'FLOAT', shape: ['n', 3, SIDE, SIDE] }],
    outputs: [{ name: 'output', type: 'FLOAT', shape: ['n', CLASSES] }],
    operatorSet: 13,
    producerVersion: 'test',
  });
}
