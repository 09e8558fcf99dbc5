import { onnx } from 'onnx-proto';
import type { InputSpec } from '../../config/input-spec';
import { encodeGraph, valueInfo } from './encode-graph';
import type { FeaturesPlace } from './find-features';
import { makersOf, type Graph } from './graph';
import type { ImageInput } from './image-input';
import { NewNodes } from './new-nodes';
import type { Pooling } from './pooling';

const { DataType } = onnx.TensorProto;

/** Names of the input and output of every backbone. */
export const IMAGES = 'images';
export const FEATURES = 'features';

/** What a backbone's graph is made from. */
export interface Plan {
  readonly graph: Graph;
  readonly image: ImageInput;
  readonly spec: InputSpec;
  readonly place: FeaturesPlace;
  readonly pooling: Pooling;
  /** Element type of the tensor that the features are in: float16 is turned into float32. */
  readonly isHalf: boolean;
}

/**
 * Makes a backbone's graph: input `images`, uint8 [n, height, width, 3], RGB, and output `features`,
 * float32 [n, F]. What the features do not need is left away.
 *
 * @param features F
 * @returns the model's protobuf bytes
 */
export function assemble(plan: Plan, features: number): Uint8Array {
  const { graph, image, spec, place } = plan;
  const before = new NewNodes(namesOf(graph), 'before');
  const rename = renamer(graph, image.name, addPreprocessing(before, image, spec));
  const after = new NewNodes(namesOf(graph), 'after');
  addFeatures(after, plan, rename);
  const kept = neededFor([place.tensor, ...quantisationOf(place)], graph);
  const constants = constantsOf(kept, graph, place).map((tensor) => ({
    ...tensor,
    name: rename(tensor.name ?? ''),
  }));
  const nodes = kept.map((node) => ({
    ...node,
    name: '', // nodes need none, and two of one name would not load
    input: (node.input ?? []).map(rename),
    output: (node.output ?? []).map(rename),
  }));
  return encodeGraph({
    nodes: [...before.nodes, ...nodes, ...after.nodes],
    constants: [...constants, ...before.constants, ...after.constants],
    inputs: [valueInfo(IMAGES, DataType.UINT8, ['n', spec.height, spec.width, 3])],
    outputs: [valueInfo(FEATURES, DataType.FLOAT, ['n', features])],
    operatorSet: graph.operatorSet,
  });
}

/**
 * The graph as it is with other outputs, to find out what their shapes are: unlike a backbone it takes
 * what the network takes.
 */
export function withOutputs(graph: Graph, outputs: readonly string[]): Uint8Array {
  const nodes = neededFor(outputs, graph);
  return encodeGraph({
    nodes,
    constants: constantsOf(nodes, graph),
    inputs: [...graph.inputs],
    outputs: outputs.map((name) => ({ name })),
    operatorSet: graph.operatorSet,
  });
}

/** Constants of the part of a graph that a tensor needs. */
export function constantsNeededFor(tensor: string, graph: Graph): onnx.ITensorProto[] {
  return constantsOf(neededFor([tensor], graph), graph);
}

function quantisationOf({ quantised }: FeaturesPlace): string[] {
  return quantised === undefined ? [] : [quantised.scale, quantised.zeroPoint];
}

/** uint8 [n, height, width, 3] becomes what the network takes. */
function addPreprocessing(nodes: NewNodes, image: ImageInput, spec: InputSpec): string {
  const isFirst = image.layout === 'NCHW';
  const ordered = isFirst ? nodes.node('Transpose', [IMAGES], { perm: [0, 3, 1, 2] }) : IMAGES;
  if (image.type === 'uint8') return ordered;
  let last = nodes.node('Cast', [ordered], { to: DataType.FLOAT });
  if (spec.mean.some((value) => value !== 0)) {
    last = nodes.node('Sub', [last, ofEachPixelOfRow(nodes, spec.mean, isFirst, spec.width)]);
  }
  if (spec.deviation.some((value) => value !== 1)) {
    last = nodes.node('Div', [last, ofEachPixelOfRow(nodes, spec.deviation, isFirst, spec.width)]);
  }
  return image.type === 'float16' ? nodes.node('Cast', [last], { to: DataType.FLOAT16 }) : last;
}

/**
 * A value for each colour, repeated for every pixel of a row. ONNX Runtime combines runs of values that
 * lie next to each other, and where colours come last, which it may arrange by itself, three values make
 * a short run: with them alone, both steps took 1.1 ms of the 4.9 ms of an int8 MobileNetV2 at 224×224.
 */
function ofEachPixelOfRow(
  nodes: NewNodes,
  colours: readonly number[],
  isColourFirst: boolean,
  width: number,
): string {
  const row = Array.from({ length: width }, () => colours);
  return isColourFirst
    ? nodes.reals([1, 3, 1, width], Float32Array.from(colours.flatMap((c) => row.map(() => c))))
    : nodes.reals([1, 1, width, 3], Float32Array.from(row.flat()));
}

function addFeatures(
  nodes: NewNodes,
  { place, pooling, isHalf }: Plan,
  rename: (name: string) => string,
): void {
  let last = rename(place.tensor);
  const quantisation = quantisationOf(place).map(rename);
  if (quantisation.length > 0) last = nodes.node('DequantizeLinear', [last, ...quantisation]);
  if (isHalf) last = nodes.node('Cast', [last], { to: DataType.FLOAT });
  switch (pooling) {
    case 'first-token':
      last = nodes.node('Gather', [last, nodes.wholes([0])], { axis: 1 });
      break;
    case 'average-NHWC':
      last = nodes.node('Transpose', [last], { perm: [0, 3, 1, 2] });
      last = nodes.node('GlobalAveragePool', [last]);
      break;
    case 'average-NCHW':
      last = nodes.node('GlobalAveragePool', [last]);
      break;
    case 'flatten':
  }
  nodes.node('Flatten', [last], { axis: 1 }, { output: FEATURES });
}

/** The nodes that tensors are made by, directly or not. */
function neededFor(tensors: readonly string[], { nodes }: Graph): onnx.INodeProto[] {
  const makers = makersOf(nodes);
  const needed = new Set<onnx.INodeProto>();
  const open = [...tensors];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const maker = makers.get(name);
    if (maker === undefined || needed.has(maker)) continue;
    needed.add(maker);
    open.push(...(maker.input ?? []));
  }
  return nodes.filter((node) => needed.has(node));
}

function constantsOf(
  nodes: readonly onnx.INodeProto[],
  { constants }: Graph,
  place?: FeaturesPlace,
): onnx.ITensorProto[] {
  const used = new Set(nodes.flatMap(({ input }) => input ?? []));
  if (place !== undefined) for (const name of quantisationOf(place)) used.add(name);
  return [...used].flatMap((name) => constants.get(name) ?? []);
}

/** Names of a network's tensors in its backbone: `images` and `features` are the backbone's own. */
function renamer(graph: Graph, image: string, start: string): (name: string) => string {
  const taken = namesOf(graph);
  const names = new Map<string, string>();
  for (const own of [IMAGES, FEATURES].filter((name) => taken.has(name))) {
    let free = `network_${own}`;
    while (taken.has(free)) free = `${free}_`;
    names.set(own, free);
  }
  names.set(image, start);
  return (name) => names.get(name) ?? name;
}

function namesOf({ nodes, constants }: Graph): Set<string> {
  const made = nodes.flatMap(({ output }) => output ?? []);
  return new Set([...made, ...constants.keys()]);
}
