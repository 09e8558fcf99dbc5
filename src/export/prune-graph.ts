import type { onnx } from 'onnx-proto';

/**
 * Leaves out every node and constant of a graph that none of some values needs.
 *
 * @param graph its nodes are in the order in which they run, as ONNX demands; it is changed
 * @param wanted names of values
 */
export function pruneGraph(graph: onnx.IGraphProto, wanted: readonly string[]): void {
  const needed = new Set(wanted);
  const nodes = (graph.node ?? []).toReversed().filter((node) => {
    if (!node.output?.some((name) => needed.has(name))) return false;
    for (const name of namesIn(node)) needed.add(name);
    return true;
  });
  graph.node = nodes.reverse();
  graph.initializer = graph.initializer?.filter(({ name }) => needed.has(name ?? '')) ?? [];
  const given = new Set(graph.node.flatMap(({ output }) => output ?? []));
  graph.valueInfo = graph.valueInfo?.filter(({ name }) => given.has(name ?? '')) ?? [];
}

/** What a node takes, and what graphs inside of it (branches and loops) take. */
function namesIn({ input, attribute }: onnx.INodeProto): string[] {
  const inner = (attribute ?? []).flatMap(({ g, graphs }) => [
    ...(g ? [g] : []),
    ...(graphs ?? []),
  ]);
  return [
    ...(input ?? []),
    ...inner.flatMap(({ node, output }) => [
      ...(node ?? []).flatMap(namesIn),
      ...(output ?? []).map(({ name }) => name ?? ''),
    ]),
  ];
}
