import type { onnx } from 'onnx-proto';
import { attributeOf, type Graph } from '../onnx/graph';
import { elementsOf, realValues } from '../onnx/tensor-values';

/** A convolution that can be computed in 8-bit integers, with the activation behind it. */
export interface QuantisableConvolution {
  readonly node: onnx.INodeProto;
  readonly input: string;
  /** Name of what comes out of the activation, or of the convolution where there is none. */
  readonly output: string;
  /** The activation whose work rounding to 8 bits does, if there is one. */
  readonly activation: onnx.INodeProto | undefined;
  /** float32, OIHW */
  readonly filter: Float32Array;
  readonly outputs: number;
  /** float32, [outputs] */
  readonly bias: Float32Array;
}

/** The convolutions of a graph with weights of their own, by their nodes. */
export function quantisableConvolutions(
  graph: Graph,
): Map<onnx.INodeProto, QuantisableConvolution> {
  const takers = new Map<string, onnx.INodeProto[]>();
  for (const node of graph.nodes) {
    for (const name of node.input ?? []) takers.set(name, [...(takers.get(name) ?? []), node]);
  }
  const outputs = new Set(graph.outputs.map(({ name }) => name ?? ''));
  const found = new Map<onnx.INodeProto, QuantisableConvolution>();
  for (const node of graph.nodes) {
    const convolution = convolutionOf(node, graph);
    if (convolution === undefined) continue;
    const plain = node.output?.[0] ?? '';
    const [taker, ...more] = takers.get(plain) ?? [];
    const isTakenOnce = taker !== undefined && more.length === 0 && !outputs.has(plain);
    const activation = isTakenOnce && cutsOff(taker, plain, graph) ? taker : undefined;
    found.set(node, {
      ...convolution,
      node,
      activation,
      output: activation?.output?.[0] ?? plain,
    });
  }
  return found;
}

function convolutionOf(
  node: onnx.INodeProto,
  { constants }: Graph,
): Pick<QuantisableConvolution, 'input' | 'filter' | 'outputs' | 'bias'> | undefined {
  const [input = '', weightName = '', biasName = ''] = node.input ?? [];
  const weight = constants.get(weightName);
  const bias = constants.get(biasName);
  const isPlain = node.opType === 'Conv' && !node.domain && weight?.dims?.length === 4;
  if (!isPlain || (biasName !== '' && bias === undefined)) return undefined;
  // A convolution of a picture's three colours is faster in float32 (measured).
  if (Number(weight.dims?.[1]) === 3) return undefined;
  const filter = realValues(weight);
  const outputs = Number(weight.dims?.[0]);
  const offsets = bias === undefined ? new Float32Array(outputs) : realValues(bias);
  // In half precision and double it would have to be turned into float32 all over.
  if (!(filter instanceof Float32Array) || !(offsets instanceof Float32Array)) return undefined;
  return { input, filter, outputs, bias: offsets };
}

/**
 * Whether a node does nothing but cut values off below zero, and perhaps above: 8-bit numbers from
 * zero on do the same.
 */
function cutsOff(node: onnx.INodeProto, input: string, { constants, operatorSet }: Graph): boolean {
  if (node.opType === 'Relu') return true;
  if (node.opType !== 'Clip' || node.input?.[0] !== input) return false;
  if (operatorSet < 11) return attributeOf(node, 'min')?.f === 0;
  const low = constants.get(node.input[1] ?? '');
  return low !== undefined && elementsOf(low) === 1 && realValues(low)[0] === 0;
}
