import type { onnx } from 'onnx-proto';

/** The graph of an ONNX file that has been checked: see `readGraph`. */
export interface Graph {
  /** Each behind those whose outputs it takes. */
  readonly nodes: readonly onnx.INodeProto[];
  /** Constants by name, those that nodes without inputs make among them. */
  readonly constants: ReadonlyMap<string, onnx.ITensorProto>;
  /** What must be given when it runs: inputs that are no constants. */
  readonly inputs: readonly onnx.IValueInfoProto[];
  readonly outputs: readonly onnx.IValueInfoProto[];
  /** Version of the standard operators. */
  readonly operatorSet: number;
}

/** The node that makes each tensor. */
export function makersOf(nodes: readonly onnx.INodeProto[]): Map<string, onnx.INodeProto> {
  const makers = new Map<string, onnx.INodeProto>();
  for (const node of nodes) for (const name of node.output ?? []) makers.set(name, node);
  return makers;
}

/** The attribute of a node by its name. */
export function attributeOf(
  { attribute }: onnx.INodeProto,
  name: string,
): onnx.IAttributeProto | undefined {
  return attribute?.find((one) => one.name === name);
}

/** The sizes of a tensor; undefined where one is known only when the graph runs. */
export function dimensionsOf({ type }: onnx.IValueInfoProto): (number | undefined)[] | undefined {
  return type?.tensorType?.shape?.dim?.map(({ dimValue }) => {
    const size = Number(dimValue ?? 0);
    return size > 0 ? size : undefined;
  });
}

/** What a user sees of a tensor's sizes: `1×3×?×?`. */
export function shapeText(dimensions: readonly (number | undefined)[] | undefined): string {
  if (dimensions === undefined) return 'of unknown shape';
  return dimensions.length === 0
    ? 'a single number'
    : dimensions.map((size) => size ?? '?').join('×');
}
