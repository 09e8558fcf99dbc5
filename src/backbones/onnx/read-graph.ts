import { onnx } from 'onnx-proto';
import { BackboneError } from '../backbone-error';
import { attributeOf, type Graph } from './graph';
import { checkMessageBounds } from './message-bounds';
import { isStandardDomain } from './operators';
import { refuseUnsafe } from './refuse-unsafe';
import { checkTensor, quoted, wholeValues } from './tensor-values';

/** Versions of the standard operators that ONNX Runtime 1.30 runs; older ones broadcast otherwise. */
const OPERATOR_SETS = { oldest: 7, newest: 26 } as const;
/** Elements of a tensor inside the network; a batch of 16 pictures of 1024 pixels has 50 million. */
const MOST_ELEMENTS = 2 ** 27;

/** Inputs that say how large an output becomes, by operator. */
const SIZE_INPUTS: ReadonlyMap<string, number> = new Map([
  ['Reshape', 1],
  ['Expand', 1],
  ['Tile', 1],
  ['ConstantOfShape', 0],
  ['Resize', 3],
  ['Pad', 1],
]);

/**
 * Reads an ONNX file, and checks all that can be checked without running it.
 *
 * @throws {BackboneError}
 */
export function readGraph(bytes: Uint8Array): Graph {
  checkMessageBounds(bytes);
  const model = decode(bytes);
  const operatorSet = operatorSetOf(model);
  refuseUnsafe(model);
  const { node = [], initializer = [], input = [], output = [] } = model.graph!;
  if (!node?.length || !output?.length) {
    throw new BackboneError('The file has no network in it: its graph is empty.');
  }
  const constants = new Map<string, onnx.ITensorProto>();
  for (const tensor of initializer ?? []) constants.set(tensor.name ?? '', tensor);
  const rest: onnx.INodeProto[] = [];
  for (const one of node) {
    const made = constantOf(one);
    if (made === undefined) rest.push(one);
    else constants.set(made.name ?? '', made);
  }
  for (const [name, tensor] of constants) checkTensor(tensor, name);
  const inputs = (input ?? []).filter(({ name }) => !constants.has(name ?? ''));
  const known = [...constants.keys(), ...inputs.map(({ name }) => name ?? '')];
  const nodes = inOrder(rest, known);
  for (const one of nodes) refuseEnormous(one, constants);
  return { nodes, constants, inputs, outputs: output, operatorSet };
}

function decode(bytes: Uint8Array): onnx.ModelProto {
  let model: onnx.ModelProto;
  try {
    model = onnx.ModelProto.decode(bytes);
  } catch (cause) {
    throw new BackboneError('The file is not an ONNX model, or it is damaged.', { cause });
  }
  if (!model.graph) throw new BackboneError('The file is not an ONNX model: it has no graph.');
  return model;
}

function operatorSetOf({ opsetImport }: onnx.ModelProto): number {
  const standard = opsetImport.find(({ domain }) => isStandardDomain(domain ?? ''));
  const version = Number(standard?.version ?? 0);
  const { oldest, newest } = OPERATOR_SETS;
  if (version >= oldest && version <= newest) return version;
  throw new BackboneError(
    `The network is written for version ${version} of ONNX's operators; versions ${oldest} to ${newest} are run here.`,
  );
}

/** The tensor that a `Constant` makes, under the name of its output. */
function constantOf(node: onnx.INodeProto): onnx.ITensorProto | undefined {
  if (node.opType !== 'Constant' || !isStandardDomain(node.domain ?? '')) return undefined;
  const name = node.output?.[0] ?? '';
  const tensor = attributeOf(node, 'value')?.t;
  if (tensor) return { ...tensor, name };
  const [value] = node.attribute ?? [];
  const { DataType } = onnx.TensorProto;
  switch (value?.name) {
    case 'value_float':
      return { name, dims: [], dataType: DataType.FLOAT, floatData: [value.f ?? 0] };
    case 'value_floats': {
      const floatData = value.floats ?? [];
      return { name, dims: [floatData.length], dataType: DataType.FLOAT, floatData };
    }
    case 'value_int':
      return { name, dims: [], dataType: DataType.INT64, int64Data: [Number(value.i ?? 0)] };
    case 'value_ints': {
      const int64Data = (value.ints ?? []).map(Number);
      return { name, dims: [int64Data.length], dataType: DataType.INT64, int64Data };
    }
    default:
      throw new BackboneError(`The constant ${quoted(name)} has no value that a network can use.`);
  }
}

/**
 * Nodes in an order in which they can run.
 *
 * @throws {BackboneError} where there is none, or a tensor is made twice
 */
function inOrder(nodes: readonly onnx.INodeProto[], known: readonly string[]): onnx.INodeProto[] {
  const makers = new Map<string, number>();
  const given = new Set(known);
  for (const [i, { output }] of nodes.entries()) {
    for (const name of (output ?? []).filter((one) => one !== '')) {
      if (makers.has(name) || given.has(name)) {
        throw new BackboneError(`The tensor ${quoted(name)} of the network is made twice.`);
      }
      makers.set(name, i);
    }
  }
  const missing = nodes.map(() => 0);
  const takers = nodes.map((): number[] => []);
  for (const [i, { input }] of nodes.entries()) {
    for (const name of new Set((input ?? []).filter((one) => one !== '' && !given.has(one)))) {
      const maker = makers.get(name);
      if (maker === undefined) {
        throw new BackboneError(
          `The tensor ${quoted(name)} is used in the network and never made.`,
        );
      }
      missing[i]!++;
      takers[maker]!.push(i);
    }
  }
  const ready = nodes.flatMap((_, i) => (missing[i] === 0 ? [i] : []));
  for (const maker of ready) {
    for (const taker of takers[maker]!) {
      missing[taker]!--;
      if (missing[taker] === 0) ready.push(taker); // the loop comes to it
    }
  }
  if (ready.length < nodes.length) {
    throw new BackboneError('The network has a cycle: some nodes wait for their own outputs.');
  }
  return ready.map((i) => nodes[i]!);
}

/** Refuses sizes in constants that no memory has room for. */
function refuseEnormous(
  node: onnx.INodeProto,
  constants: ReadonlyMap<string, onnx.ITensorProto>,
): void {
  const at = SIZE_INPUTS.get(node.opType ?? '');
  const sizes = constants.get(node.input?.[at ?? -1] ?? '');
  const values = sizes === undefined ? undefined : wholeValues(sizes);
  const attribute = attributeOf(node, 'shape')?.ints?.map(Number);
  const product = (values ?? attribute ?? [])
    .map((size) => Math.max(1, size))
    .reduce((all, size) => all * size, 1);
  if (product <= MOST_ELEMENTS) return;
  throw new BackboneError(
    `The network makes a tensor of ${product} elements (${quoted(node.name ?? node.opType ?? '')}); up to ${MOST_ELEMENTS} are run here.`,
  );
}
