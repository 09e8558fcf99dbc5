import type { onnx } from 'onnx-proto';
import { makersOf, type Graph } from './graph';

/** A tensor that may be the features, and what has to be done to make it [n, F] of float32. */
export interface FeaturesPlace {
  /** Name of the tensor. */
  readonly tensor: string;
  /** Names of its scale and zero point where it is quantised. */
  readonly quantised?: { readonly scale: string; readonly zeroPoint: string };
  /** How it was found, for the card. */
  readonly found: string;
}

/** Outputs whose names say that they are one vector for a picture, the best first. */
const VECTOR_OUTPUTS = ['image_embeds', 'pooler_output', 'embeddings'];
/** An output with a vector for each part of the picture, the whole picture's first. */
const TOKENS_OUTPUT = 'last_hidden_state';
/** The output of a classifier that has others too. */
const CLASSES_OUTPUT = 'logits';

/** Operators between a classifier and the output, or between the features and a classifier. */
const PASSED = new Set([
  'Softmax',
  'LogSoftmax',
  'Sigmoid',
  'QLinearSoftmax',
  'QLinearSigmoid',
  'Identity',
  'Cast',
  'Reshape',
  'Flatten',
  'Squeeze',
  'Unsqueeze',
  'Dropout',
  'QuantizeLinear',
  'DequantizeLinear',
]);

/** Linear layers, with the positions of the scale and zero point of a quantised input. */
const LINEAR: ReadonlyMap<string, readonly [scale: number, zeroPoint: number] | undefined> =
  new Map([
    ['Gemm', undefined],
    ['MatMul', undefined],
    ['FusedGemm', undefined],
    ['FusedMatMul', undefined],
    ['MatMulNBits', undefined],
    ['DynamicQuantizeMatMul', undefined],
    ['QLinearMatMul', [1, 2]],
    ['QGemm', [1, 2]],
  ]);
/** What adds the bias, or undoes the scaling, behind a linear layer; one of two inputs leads there. */
const BEHIND_LINEAR = new Set(['Add', 'QLinearAdd', 'Mul']);
/** Positions of the two inputs of such a node. */
const OPERANDS: ReadonlyMap<string, readonly [number, number]> = new Map([['QLinearAdd', [0, 3]]]);

/**
 * Looks for the pooled features that a network computes before it classifies.
 *
 * @returns undefined where the end of the graph does not show them
 */
export function findFeatures(graph: Graph): FeaturesPlace | undefined {
  const outputs = graph.outputs.map(({ name }) => name ?? '');
  for (const name of VECTOR_OUTPUTS) {
    if (outputs.includes(name)) return { tensor: name, found: `the output ${name}` };
  }
  if (outputs.includes(TOKENS_OUTPUT)) {
    return { tensor: TOKENS_OUTPUT, found: `the first token of the output ${TOKENS_OUTPUT}` };
  }
  const output = outputs.includes(CLASSES_OUTPUT) ? CLASSES_OUTPUT : outputs[0];
  if (output === undefined || (outputs.length > 1 && output !== CLASSES_OUTPUT)) return undefined;
  return beforeClassifier(graph, output) ?? { tensor: output, found: 'the output of the network' };
}

/** The input of the linear layer that makes an output. */
function beforeClassifier(graph: Graph, output: string): FeaturesPlace | undefined {
  const makers = makersOf(graph.nodes);
  const classifier = classifierBehind(output, makers, graph);
  if (classifier === undefined) return undefined;
  const [tensor = ''] = classifier.input ?? [];
  const dequantised = beforeDynamicQuantisation(tensor, makers);
  const positions = LINEAR.get(classifier.opType ?? '');
  const found = `the input of the last layer (${classifier.opType ?? ''})`;
  if (positions === undefined) return { tensor: dequantised, found };
  const [scale, zeroPoint] = positions.map((at) => classifier.input?.[at] ?? '');
  return { tensor, quantised: { scale: scale!, zeroPoint: zeroPoint! }, found };
}

function classifierBehind(
  tensor: string,
  makers: ReadonlyMap<string, onnx.INodeProto>,
  graph: Graph,
): onnx.INodeProto | undefined {
  const maker = makers.get(tensor);
  if (maker === undefined) return undefined;
  const operator = maker.opType ?? '';
  if (operator === 'MatMulInteger' || (LINEAR.has(operator) && isOnWeights(maker, graph))) {
    return maker;
  }
  if (isConvolutionOfOnePixel(maker, graph)) return maker;
  if (PASSED.has(operator)) return classifierBehind(maker.input?.[0] ?? '', makers, graph);
  if (!BEHIND_LINEAR.has(operator)) return undefined;
  const operands = (OPERANDS.get(operator) ?? [0, 1]).map((at) => maker.input?.[at] ?? '');
  const results = operands.filter((name) => !graph.constants.has(name));
  if (operator === 'Mul') {
    // The products of integers are scaled; a product of other results is a gate of the network.
    const [integers] = results.map((name) => classifierBehind(name, makers, graph));
    return integers?.opType === 'MatMulInteger' ? integers : undefined;
  }
  // A bias is a constant: the sum of two results is the end of a residual block.
  return results.length === 1 ? classifierBehind(results[0]!, makers, graph) : undefined;
}

/** A layer multiplies by constants; attention multiplies two results. */
function isOnWeights({ input, opType }: onnx.INodeProto, { constants, nodes }: Graph): boolean {
  const at = opType === 'QLinearMatMul' || opType === 'QGemm' ? 3 : 1;
  const weights = input?.[at] ?? '';
  if (constants.has(weights)) return true;
  // Weights may be stored transposed, cast or as 8-bit numbers.
  const maker = nodes.find(({ output }) => output?.includes(weights));
  return maker?.input?.every((name) => name === '' || constants.has(name)) ?? false;
}

/** A classifier as a convolution: of one pixel, with weights of 1×1. */
function isConvolutionOfOnePixel(node: onnx.INodeProto, { constants, nodes }: Graph): boolean {
  if (node.opType !== 'Conv') return false;
  const weights = constants.get(node.input?.[1] ?? '');
  const isOneByOne = weights?.dims?.slice(2).every((size) => Number(size) === 1) ?? false;
  return isOneByOne && isPooled(node.input?.[0] ?? '', makersOf(nodes), 0);
}

/** Looks a few nodes back for what makes one pixel of a map. */
function isPooled(
  tensor: string,
  makers: ReadonlyMap<string, onnx.INodeProto>,
  steps: number,
): boolean {
  const maker = makers.get(tensor);
  if (maker === undefined || steps > 8) return false;
  switch (maker.opType) {
    case 'GlobalAveragePool':
    case 'GlobalMaxPool':
    case 'ReduceMean':
      return true;
    case 'Dropout':
    case 'Identity':
    case 'Relu':
    case 'HardSwish':
    case 'HardSigmoid':
    case 'Clip':
    case 'Mul':
    case 'Conv':
    case 'QuantizeLinear':
    case 'DequantizeLinear':
      return isPooled(maker.input?.[0] ?? '', makers, steps + 1);
    default:
      return false;
  }
}

/** Dynamic quantisation makes 8-bit numbers of the features; the features are before it. */
function beforeDynamicQuantisation(
  tensor: string,
  makers: ReadonlyMap<string, onnx.INodeProto>,
): string {
  const maker = makers.get(tensor);
  return maker?.opType === 'DynamicQuantizeLinear' ? (maker.input?.[0] ?? '') : tensor;
}

/** The last tensors of a network, to choose the features from: the last first. */
export function lastTensors({ nodes, outputs }: Graph, count: number): string[] {
  const made = nodes.flatMap(({ output }) => (output ?? []).slice(0, 1)).reverse();
  const names = [...outputs.map(({ name }) => name ?? ''), ...made].filter((name) => name !== '');
  return [...new Set(names)].slice(0, count);
}
