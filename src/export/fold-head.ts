import { onnx } from 'onnx-proto';
import type { Head } from '../registry/version';
import { NotExportableError } from './errors';
import { pruneGraph } from './prune-graph';

const { FLOAT } = onnx.TensorProto.DataType;
const { INT } = onnx.AttributeProto.AttributeType;

/** What the graph of a version gives, and what is in front of the head. */
const FEATURES = 'features';
const PROBABILITIES = 'probabilities';
/** First operator set whose arithmetic broadcasts. */
const LEAST_OPERATOR_SET = 7;
/**
 * Added to a squared length before it is divided by: a row of zeros stays one, as it does in the
 * service, and to every other it is nothing.
 */
const LEAST_SQUARE = 1e-30;

/**
 * Puts a head behind the features of a graph, so that it gives calibrated probabilities by itself:
 * `probabilities`, float32 [n, classes], and `features`, float32 [n, features]. What the graph gave
 * besides, and whatever was needed for that alone, is left out. The nodes are of operators that mean
 * the same in every operator set since 7.
 *
 * @param model as `readGraph` gives it; it is changed
 * @throws {NotExportableError} when the graph gives no features, or is too old
 */
export function foldHead(model: onnx.IModelProto, head: Head): void {
  const graph = model.graph ?? {};
  if (!graph.output?.some(({ name }) => name === FEATURES)) {
    throw new NotExportableError('its graph gives no features');
  }
  const set = model.opsetImport?.find(({ domain }) => !domain || domain === 'ai.onnx');
  if (Number(set?.version ?? 0) < LEAST_OPERATOR_SET) {
    throw new NotExportableError(`its graph is of an operator set before ${LEAST_OPERATOR_SET}`);
  }
  pruneGraph(graph, [FEATURES]);
  const writer = new HeadWriter(graph);
  writer.write(head);
  graph.output = [output(PROBABILITIES, head.classes), output(FEATURES, head.features)];
}

/** Appends nodes and constants to a graph under names that it has not. */
class HeadWriter {
  readonly #nodes: onnx.INodeProto[];
  readonly #constants: onnx.ITensorProto[];
  readonly #prefix: string;

  constructor(graph: onnx.IGraphProto) {
    this.#nodes = graph.node ??= [];
    this.#constants = graph.initializer ??= [];
    const names = [
      ...this.#constants.map(({ name }) => name ?? ''),
      ...this.#nodes.flatMap(({ name, output: given }) => [name ?? '', ...(given ?? [])]),
    ];
    if (names.includes(PROBABILITIES)) {
      throw new NotExportableError(`its graph has a value that is called ${PROBABILITIES} already`);
    }
    let prefix = 'classifier_head';
    while (names.some((name) => name.startsWith(prefix))) prefix += '_';
    this.#prefix = prefix;
  }

  write(head: Head): void {
    const { weights, bias, centre, scale, prior, features, classes, temperature } = head;
    const seen = centre === undefined ? FEATURES : this.#centred(centre, scale, features);
    const sums = Float32Array.from(bias, (value, c) => value + (prior?.bias[c] ?? 0));
    // Rows for features that the head does not look at are zero.
    const all = new Float32Array(features * classes);
    all.set(weights);
    let logits = this.#node('MatMul', 'products', [
      seen,
      this.#constant('weights', [features, classes], all),
    ]);
    if (prior !== undefined) {
      const before = this.#node('MatMul', 'products_before', [
        FEATURES,
        this.#constant('weights_before', [features, classes], prior.weights),
      ]);
      logits = this.#node('Add', 'products_of_both', [logits, before]);
    }
    logits = this.#node('Add', 'logits', [logits, this.#constant('bias', [classes], sums)]);
    const scaled = this.#node('Div', 'scaled_logits', [
      logits,
      this.#constant('temperature', [1], Float32Array.of(temperature)),
    ]);
    this.#nodes.push({
      opType: 'Softmax',
      name: PROBABILITIES,
      input: [scaled],
      output: [PROBABILITIES],
      attribute: [{ name: 'axis', type: INT, i: 1 }],
    });
  }

  /**
   * @returns the first features, each times its scale, less their centre and brought to length 1, and
   *   zeros for the others
   */
  #centred(centre: Float32Array, scale: Float32Array | undefined, features: number): string {
    const padded = new Float32Array(features);
    padded.set(centre);
    const factors = new Float32Array(features);
    factors.set(scale ?? new Float32Array(centre.length).fill(1));
    const looked =
      centre.length === features && scale === undefined
        ? FEATURES
        : this.#node('Mul', 'first_features', [
            FEATURES,
            this.#constant('factors', [features], factors),
          ]);
    const difference = this.#node('Sub', 'differences', [
      looked,
      this.#constant('centre', [features], padded),
    ]);
    const squares = this.#node('Mul', 'squares', [difference, difference]);
    const square = this.#node('MatMul', 'squared_length', [
      squares,
      this.#constant('ones', [features, 1], new Float32Array(features).fill(1)),
    ]);
    const above = this.#node('Add', 'squared_length_above_zero', [
      square,
      this.#constant('least_square', [1], Float32Array.of(LEAST_SQUARE)),
    ]);
    return this.#node('Div', 'directions', [difference, this.#node('Sqrt', 'length', [above])]);
  }

  #node(opType: string, name: string, input: string[]): string {
    const full = `${this.#prefix}/${name}`;
    this.#nodes.push({ opType, name: full, input, output: [full] });
    return full;
  }

  #constant(name: string, dims: number[], values: Float32Array): string {
    const full = `${this.#prefix}/${name}`;
    const rawData = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    this.#constants.push({ name: full, dataType: FLOAT, dims, rawData });
    return full;
  }
}

function output(name: string, size: number): onnx.IValueInfoProto {
  const dim = [{ dimParam: 'n' }, { dimValue: size }];
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim } } } };
}
