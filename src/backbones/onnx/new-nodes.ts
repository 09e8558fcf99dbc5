import { onnx } from 'onnx-proto';

const { AttributeType } = onnx.AttributeProto;
const { DataType } = onnx.TensorProto;

/**
 * Adds nodes to a graph that was read. Its names start with what no name of the graph starts with.
 */
export class NewNodes {
  readonly nodes: onnx.INodeProto[] = [];
  readonly constants: onnx.ITensorProto[] = [];
  readonly #prefix: string;

  /**
   * @param taken names of all tensors that there are
   * @param place of these nodes in the graph
   */
  constructor(taken: ReadonlySet<string>, place: string) {
    let prefix = `backbone/${place}/`;
    while ([...taken].some((name) => name.startsWith(prefix))) prefix = `${prefix}_/`;
    this.#prefix = prefix;
  }

  /**
   * @param output its name, where it is not any
   * @returns the name of the output
   */
  node(
    opType: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, number | readonly number[]>> = {},
    { output = '', domain = '' } = {},
  ): string {
    const name = output === '' ? `${this.#prefix}${this.nodes.length}/${opType}` : output;
    this.nodes.push({
      opType,
      domain,
      name,
      input: [...inputs],
      output: [name],
      attribute: Object.entries(attributes).map(([key, value]) =>
        typeof value === 'number'
          ? { name: key, type: AttributeType.INT, i: value }
          : { name: key, type: AttributeType.INTS, ints: [...value] },
      ),
    });
    return name;
  }

  /** A constant of float32. */
  reals(shape: readonly number[], values: Float32Array): string {
    return this.constant('FLOAT', shape, values);
  }

  /** A constant of int64. */
  wholes(values: readonly number[]): string {
    return this.constant('INT64', [values.length], BigInt64Array.from(values, BigInt));
  }

  /** @param values in the machine's order of bytes, row-major */
  constant(
    type: 'FLOAT' | 'INT64' | 'INT32' | 'INT8' | 'UINT8',
    dims: readonly number[],
    values: ArrayBufferView,
  ): string {
    const name = `${this.#prefix}constant${this.constants.length}`;
    this.constants.push({
      name,
      dataType: DataType[type],
      dims: [...dims],
      rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    });
    return name;
  }
}
