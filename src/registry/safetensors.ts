import { ownValue } from '../config/named-values';

/**
 * Safetensors, the format of huggingface.co/docs/safetensors: eight bytes with the length of a
 * JSON header (little-endian), the header, then the tensors' bytes, little-endian and row-major.
 */
const TYPES = {
  F64: Float64Array,
  F32: Float32Array,
  /** IEEE 754 half precision; see `toHalf` */
  F16: Uint16Array,
  I32: Int32Array,
  U8: Uint8Array,
} as const;

type TensorType = keyof typeof TYPES;
type TensorData = Float64Array | Float32Array | Uint16Array | Int32Array | Uint8Array;

export interface StoredTensor {
  readonly data: TensorData;
  readonly shape: readonly number[];
}

const LENGTH_BYTES = 8;
/** Far above what the files here need, far below what could exhaust memory. */
const MAX_HEADER_BYTES = 1_000_000;
/** So that every tensor starts where a view of its type may. */
const ALIGNMENT = 8;

/**
 * @param tensors by name
 * @param metadata texts by name
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, StoredTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  // Wider types first: then each one is aligned without gaps, which the format forbids.
  const ordered = Object.entries(tensors).sort(
    ([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT,
  );
  const header = new Map<string, unknown>([['__metadata__', metadata]]);
  let size = 0;
  for (const [name, { data, shape }] of ordered) {
    if (shape.reduce((product, side) => product * side, 1) !== data.length) {
      throw new RangeError(`${name} of shape ${shape.join('×')} cannot have ${data.length} values`);
    }
    const end = size + data.byteLength;
    header.set(name, { dtype: typeOf(data), shape, data_offsets: [size, end] });
    size = end;
  }
  const json = Buffer.from(JSON.stringify(Object.fromEntries(header)));
  const padded = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT;
  const bytes = Buffer.alloc(LENGTH_BYTES + padded + size, ' ');
  bytes.writeBigUInt64LE(BigInt(padded));
  json.copy(bytes, LENGTH_BYTES);
  let at = LENGTH_BYTES + padded;
  for (const [, { data }] of ordered) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** What a file holds, each tensor to be asked for with its type. */
export class Safetensors {
  readonly metadata: Readonly<Record<string, string>>;
  readonly #bytes: Uint8Array;
  readonly #header: Readonly<Record<string, unknown>>;
  readonly #start: number;

  /** @throws {Error} saying what is wrong with the bytes */
  constructor(bytes: Uint8Array) {
    if (bytes.length < LENGTH_BYTES) throw new Error('it is too short to be safetensors');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const length = Number(view.getBigUint64(0, true));
    this.#start = LENGTH_BYTES + length;
    if (length > MAX_HEADER_BYTES || this.#start > bytes.length) {
      throw new Error('its header is longer than it may be');
    }
    this.#bytes = bytes;
    const text = new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, this.#start));
    this.#header = JSON.parse(text) as Record<string, unknown>;
    this.metadata = (this.#header.__metadata__ ?? {}) as Record<string, string>;
  }

  has(name: string): boolean {
    return ownValue(this.#header, name) !== undefined;
  }

  /**
   * A copy of a tensor.
   *
   * @param shape its sides; null where any size will do
   * @throws {Error} when it is missing, or has another type, shape or size
   */
  tensor<T extends TensorType>(
    name: string,
    type: T,
    shape: readonly (number | null)[],
  ): { data: InstanceType<(typeof TYPES)[T]>; shape: number[] } {
    const entry = ownValue(this.#header, name) as
      { dtype: string; shape: number[]; data_offsets: [number, number] } | undefined;
    if (entry === undefined) throw new Error(`it has no tensor ${name}`);
    const { dtype, shape: actual } = entry;
    const [begin, end] = entry.data_offsets;
    const fits =
      dtype === type &&
      actual.length === shape.length &&
      shape.every((side, i) => side === null || side === actual[i]);
    if (!fits) {
      const wanted = shape.map((side) => side ?? 'any').join('×');
      throw new Error(
        `its tensor ${name} is ${dtype} ${actual.join('×')} where ${type} ${wanted} is needed`,
      );
    }
    const constructor = TYPES[type];
    const count = actual.reduce((product, side) => product * side, 1);
    if (
      end - begin !== count * constructor.BYTES_PER_ELEMENT ||
      this.#start + end > this.#bytes.length
    ) {
      throw new Error(`its tensor ${name} does not have the size that its shape needs`);
    }
    // Not slice(): a Buffer's gives a view, of memory that need not be aligned. Not from(): it
    // takes a second for ten million bytes.
    const bytes = new Uint8Array(this.#bytes.subarray(this.#start + begin, this.#start + end));
    const data = new constructor(bytes.buffer) as InstanceType<(typeof TYPES)[T]>;
    if (!data.every(Number.isFinite))
      throw new Error(`its tensor ${name} has a value that is no number`);
    return { data, shape: [...actual] };
  }
}

function typeOf(data: TensorData): TensorType {
  const [type] = Object.entries(TYPES).find(([, constructor]) => data instanceof constructor)!;
  return type as TensorType;
}
