import type { onnx } from 'onnx-proto';
import type { InputSpec } from '../../config/input-spec';
import {
  quantizationOf,
  quantizeBias,
  quantizeFilterOfOnnx,
  type Quantization,
} from '../../onnx/quantize';
import { encodeGraph } from '../onnx/encode-graph';
import type { Graph } from '../onnx/graph';
import { NewNodes } from '../onnx/new-nodes';
import { MICROSOFT } from '../onnx/operators';
import { readGraph } from '../onnx/read-graph';
import { quantisableConvolutions, type QuantisableConvolution } from './quantisable';
import { observe, type Observations } from './observe';
import { correctedBias } from './corrected-bias';

/** QLinearConv came with this version of the operators, MaxPool of bytes with a later one. */
const OLDEST_OPERATOR_SET = 10;
const MAX_POOL_OPERATOR_SET = 12;

/**
 * The same backbone with its convolutions, and sums between them, in 8-bit integers: unsigned
 * activations whose ranges are observed on pictures, signed weights with a scale for each output
 * channel. Everything else, the pooling among it, stays float32.
 *
 * @param bytes a backbone's float32 graph
 * @param images uint8, [n, height, width, 3]: some 30 to 100 of the user's own
 * @returns the model's protobuf bytes; undefined where there is nothing to gain
 * @throws {BackboneError} for a graph that is no backbone's
 */
export async function quantiseGraph(
  bytes: Uint8Array,
  images: Uint8Array,
  spec: InputSpec,
): Promise<Uint8Array | undefined> {
  const graph = readGraph(bytes);
  const convolutions = quantisableConvolutions(graph);
  if (graph.operatorSet < OLDEST_OPERATOR_SET || convolutions.size === 0) return undefined;
  const observed = new Set<string>();
  for (const { input, output } of convolutions.values()) observed.add(input).add(output);
  for (const sum of graph.nodes.filter((node) => isSum(node, graph))) {
    for (const name of [...(sum.input ?? []), ...(sum.output ?? [])]) observed.add(name);
  }
  const observations = await observe(graph, [...observed], images, spec);
  return new Quantiser(graph, convolutions, observations).write();
}

/** An addition of two results, as at the end of a residual block. */
function isSum({ opType, domain, input }: onnx.INodeProto, { constants }: Graph): boolean {
  return opType === 'Add' && !domain && input?.every((name) => !constants.has(name)) === true;
}

/** An 8-bit tensor. */
interface Whole {
  readonly name: string;
  readonly quantization: Quantization;
}

/** Walks the graph; each tensor is float32, 8-bit or both, and converted when it is needed. */
class Quantiser {
  readonly #graph: Graph;
  readonly #convolutions: ReadonlyMap<onnx.INodeProto, QuantisableConvolution>;
  readonly #observations: Observations;
  readonly #added: NewNodes;
  readonly #nodes: onnx.INodeProto[] = [];
  /** By the name of the tensor in the float32 graph. */
  readonly #wholes = new Map<string, Whole>();
  /** The same, of those that were made of 8-bit ones. */
  readonly #reals = new Map<string, string>();
  /** Names of tensors that are float32 from the beginning. */
  readonly #made = new Set<string>();
  #taken = 0;

  constructor(
    graph: Graph,
    convolutions: ReadonlyMap<onnx.INodeProto, QuantisableConvolution>,
    observations: Observations,
  ) {
    this.#graph = graph;
    this.#convolutions = convolutions;
    this.#observations = observations;
    const names = graph.nodes.flatMap(({ output }) => output ?? []);
    this.#added = new NewNodes(new Set([...names, ...graph.constants.keys()]), 'int8');
  }

  write(): Uint8Array {
    const absorbed = new Set([...this.#convolutions.values()].map(({ activation }) => activation));
    for (const node of this.#graph.nodes) {
      const convolution = this.#convolutions.get(node);
      if (convolution !== undefined) this.#convolve(convolution);
      else if (absorbed.has(node)) continue;
      else if (isSum(node, this.#graph) && this.#areWhole(node)) this.#add(node);
      else if (this.#isPoolOfBytes(node)) this.#pool(node);
      else this.#keep(node);
    }
    const used = new Set(this.#nodes.flatMap(({ input }) => input ?? []));
    const old = [...this.#graph.constants].flatMap(([name, tensor]) =>
      used.has(name) ? [tensor] : [],
    );
    return encodeGraph({
      nodes: this.#nodes,
      constants: [...old, ...this.#added.constants],
      inputs: [...this.#graph.inputs],
      outputs: [...this.#graph.outputs],
      operatorSet: this.#graph.operatorSet,
    });
  }

  #convolve({ node, input, output, filter, outputs, bias }: QuantisableConvolution): void {
    const taken = this.#whole(input);
    const whole = quantizeFilterOfOnnx(filter, outputs);
    const { values, scales } = whole;
    const { means } = this.#observations.get(input)!;
    const quantization = this.#quantizationFor(output);
    const dims = (this.#graph.constants.get(node.input?.[1] ?? '')?.dims ?? []).map(Number);
    const corrected = correctedBias(bias, filter, whole, means, [outputs, dims[1]!]);
    const made = this.#node('QLinearConv', [
      taken.name,
      ...this.#parameters(taken.quantization),
      this.#added.constant('INT8', dims, values),
      this.#added.constant('FLOAT', [outputs], scales),
      this.#added.constant('INT8', [outputs], new Int8Array(outputs)),
      ...this.#parameters(quantization),
      this.#added.constant(
        'INT32',
        [outputs],
        quantizeBias(corrected, taken.quantization.scale, scales),
      ),
    ]);
    this.#nodes.at(-1)!.attribute = [...(node.attribute ?? [])];
    this.#wholes.set(output, { name: made, quantization });
  }

  #add({ input, output }: onnx.INodeProto): void {
    const [first, second] = (input ?? []).map((name) => this.#whole(name));
    const quantization = this.#quantizationFor(output![0]!);
    const name = this.#node(
      'QLinearAdd',
      [
        first!.name,
        ...this.#parameters(first!.quantization),
        second!.name,
        ...this.#parameters(second!.quantization),
        ...this.#parameters(quantization),
      ],
      MICROSOFT,
    );
    this.#wholes.set(output![0]!, { name, quantization });
  }

  /** Whether both terms are there as 8-bit numbers already: else nothing would be gained. */
  #areWhole({ input }: onnx.INodeProto): boolean {
    return input?.every((name) => this.#wholes.has(name)) === true;
  }

  #isPoolOfBytes({ opType, domain, input, output }: onnx.INodeProto): boolean {
    const isPool = opType === 'MaxPool' && !domain && output?.length === 1;
    const isNew = this.#graph.operatorSet >= MAX_POOL_OPERATOR_SET;
    return isPool && isNew && this.#wholes.has(input?.[0] ?? '');
  }

  /** The largest of some bytes stands for the largest of the numbers that they stand for. */
  #pool(node: onnx.INodeProto): void {
    const { name, quantization } = this.#whole(node.input![0]!);
    const made = this.#node('MaxPool', [name]);
    this.#nodes.at(-1)!.attribute = [...(node.attribute ?? [])];
    this.#wholes.set(node.output![0]!, { name: made, quantization });
  }

  #keep(node: onnx.INodeProto): void {
    const input = (node.input ?? []).map((name) => this.#real(name));
    this.#nodes.push({ ...node, input });
    for (const name of node.output ?? []) this.#made.add(name);
  }

  /** The tensor in 8 bits. */
  #whole(tensor: string): Whole {
    const known = this.#wholes.get(tensor);
    if (known !== undefined) return known;
    const quantization = this.#quantizationFor(tensor);
    const name = this.#node('QuantizeLinear', [tensor, ...this.#parameters(quantization)]);
    const whole = { name, quantization };
    this.#wholes.set(tensor, whole);
    return whole;
  }

  /** The tensor in float32: itself where it was never anything else. */
  #real(tensor: string): string {
    const whole = this.#wholes.get(tensor);
    if (whole === undefined || this.#made.has(tensor)) return tensor;
    const known = this.#reals.get(tensor);
    if (known !== undefined) return known;
    const inputs = [whole.name, ...this.#parameters(whole.quantization)];
    const name = this.#node('DequantizeLinear', inputs);
    this.#reals.set(tensor, name);
    return name;
  }

  #node(operator: string, inputs: readonly string[], domain = ''): string {
    const name = this.#added.node(operator, inputs, {}, { domain });
    this.#nodes.push(...this.#added.nodes.slice(this.#taken));
    this.#taken = this.#added.nodes.length;
    return name;
  }

  #quantizationFor(tensor: string): Quantization {
    const { minimum, maximum } = this.#observations.get(tensor)!;
    return quantizationOf(minimum, maximum);
  }

  #parameters({ scale, zeroPoint }: Quantization): [string, string] {
    return [
      this.#added.constant('FLOAT', [], Float32Array.of(scale)),
      this.#added.constant('UINT8', [], Uint8Array.of(zeroPoint)),
    ];
  }
}
