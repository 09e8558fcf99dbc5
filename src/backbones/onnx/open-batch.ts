import { onnx } from 'onnx-proto';
import { attributeOf, type Graph } from './graph';
import { NewNodes } from './new-nodes';
import { isStandardDomain } from './operators';
import { wholeValues } from './tensor-values';

/**
 * Rewrites what a network exported for one picture at a time usually has in the way of more: a
 * Reshape to sizes that begin with the 1 of the batch, and a constant (such as the class token of a
 * vision transformer) that is joined to something of each picture. Whether that was all, only
 * running it shows.
 *
 * @param input the name of the picture's tensor
 */
export function openBatch(graph: Graph, input: string): Graph {
  const fromPicture = dependentsOf(graph, input);
  const added = new NewNodes(new Set([...fromPicture, ...graph.constants.keys()]), 'batch');
  const nodes: onnx.INodeProto[] = [];
  for (const node of graph.nodes) {
    const start = added.nodes.length;
    const opened = isStandardDomain(node.domain ?? '')
      ? opens(node, graph, fromPicture, added)
      : node;
    nodes.push(...added.nodes.slice(start), opened);
  }
  const constants = new Map(graph.constants);
  for (const tensor of added.constants) constants.set(tensor.name ?? '', tensor);
  return { ...graph, nodes, constants };
}

function opens(
  node: onnx.INodeProto,
  graph: Graph,
  fromPicture: ReadonlySet<string>,
  added: NewNodes,
): onnx.INodeProto {
  if (node.opType === 'Reshape' && fromPicture.has(node.input?.[0] ?? '')) {
    return openReshape(node, graph, added);
  }
  if (node.opType === 'Concat') return openConcat(node, graph, fromPicture, added);
  return node;
}

/** Tensors that depend on the picture. */
function dependentsOf({ nodes }: Graph, input: string): Set<string> {
  const found = new Set([input]);
  for (const { input: inputs, output } of nodes) {
    if (inputs?.some((name) => found.has(name))) for (const name of output ?? []) found.add(name);
  }
  return found;
}

/** [1, 1280] becomes [-1, 1280], and [1, -1] becomes [0, -1]: as many as there are. */
function openReshape(
  node: onnx.INodeProto,
  { constants }: Graph,
  added: NewNodes,
): onnx.INodeProto {
  const sizes = constants.get(node.input?.[1] ?? '');
  const [first, ...rest] = (sizes === undefined ? undefined : wholeValues(sizes)) ?? [];
  if (first === undefined || first < 1 || rest.length === 0) return node;
  const open = rest.includes(-1) ? 0 : -1;
  if (open === 0 && first !== 1) return node;
  return { ...node, input: [node.input![0]!, added.wholes([open, ...rest])] };
}

/** A constant [1, …] is repeated for each picture before it is joined to [n, …]. */
function openConcat(
  node: onnx.INodeProto,
  { constants }: Graph,
  fromPicture: ReadonlySet<string>,
  added: NewNodes,
): onnx.INodeProto {
  const axis = Number(attributeOf(node, 'axis')?.i ?? 0);
  const inputs = node.input ?? [];
  const ofPicture = inputs.find((name) => fromPicture.has(name));
  if (axis <= 0 || ofPicture === undefined) return node;
  return {
    ...node,
    input: inputs.map((name) => {
      const dims = constants.get(name)?.dims?.map(Number);
      if (dims === undefined || dims.length < 2 || dims[0] !== 1) return name;
      const shape = added.node('Shape', [ofPicture]);
      const count = added.node('Gather', [shape, added.wholes([0])], { axis: 0 });
      const ones = added.wholes(dims.slice(1).map(() => 1));
      const wanted = added.node('Concat', [count, ones], { axis: 0 });
      return added.node('Expand', [name, wanted]);
    }),
  };
}
