import { onnx } from 'onnx-proto';
import { fromHalf } from '../../registry/half-precision';
import { BackboneError } from '../backbone-error';

const { DataType } = onnx.TensorProto;

/** Bytes of an element, by data type. The rest (text, complex numbers) is not for networks. */
const ELEMENT_BYTES: ReadonlyMap<number, number> = new Map([
  [DataType.FLOAT, 4],
  [DataType.UINT8, 1],
  [DataType.INT8, 1],
  [DataType.UINT16, 2],
  [DataType.INT16, 2],
  [DataType.INT32, 4],
  [DataType.INT64, 8],
  [DataType.BOOL, 1],
  [DataType.FLOAT16, 2],
  [DataType.DOUBLE, 8],
  [DataType.UINT32, 4],
  [DataType.UINT64, 8],
]);

const REAL_TYPES: ReadonlySet<number> = new Set([
  DataType.FLOAT,
  DataType.FLOAT16,
  DataType.DOUBLE,
]);

/** Elements of a tensor, by its dimensions. */
export function elementsOf({ dims }: onnx.ITensorProto): number {
  return (dims ?? []).reduce<number>((product, size) => product * Number(size), 1);
}

/**
 * Checks that a constant has as many values as its dimensions say, and that none of them makes
 * everything not a number.
 *
 * @throws {BackboneError}
 */
export function checkTensor(tensor: onnx.ITensorProto, name: string): void {
  const type = tensor.dataType ?? 0;
  const elementBytes = ELEMENT_BYTES.get(type);
  if (elementBytes === undefined) {
    throw new BackboneError(`The constant ${quoted(name)} is of a type that networks do not use.`);
  }
  const elements = elementsOf(tensor);
  const sizes = (tensor.dims ?? []).map(Number);
  const stored = tensor.rawData?.length
    ? tensor.rawData.length / elementBytes
    : listedValues(tensor);
  if (sizes.some((size) => size < 0) || elements !== stored) {
    throw new BackboneError(
      `The constant ${quoted(name)} has ${stored} values where its dimensions ${sizes.join('×')} need ${elements}.`,
    );
  }
  const values = isReal(type) ? realValues(tensor) : undefined;
  // One infinite number may be the bound of a Clip; in weights it spreads.
  if (values?.some((value) => Number.isNaN(value) || (elements > 1 && !Number.isFinite(value)))) {
    throw new BackboneError(
      `The constant ${quoted(name)} has values that are not finite numbers: the network is damaged.`,
    );
  }
}

function listedValues(tensor: onnx.ITensorProto): number {
  const { floatData, int32Data, int64Data, doubleData, uint64Data } = tensor;
  return [floatData, int32Data, int64Data, doubleData, uint64Data].reduce(
    (sum, list) => sum + (list?.length ?? 0),
    0,
  );
}

function isReal(type: number): boolean {
  return REAL_TYPES.has(type);
}

/**
 * The values of a constant of real numbers.
 *
 * @throws {BackboneError} for another type
 */
export function realValues(tensor: onnx.ITensorProto): Float32Array | Float64Array {
  const { dataType, rawData, floatData, doubleData, int32Data } = tensor;
  const raw = rawData?.length ? aligned(rawData) : undefined;
  switch (dataType) {
    case DataType.FLOAT:
      return raw === undefined ? Float32Array.from(floatData ?? []) : new Float32Array(raw);
    case DataType.DOUBLE:
      return raw === undefined ? Float64Array.from(doubleData ?? []) : new Float64Array(raw);
    case DataType.FLOAT16:
      return fromHalf(raw === undefined ? Uint16Array.from(int32Data ?? []) : new Uint16Array(raw));
    default:
      throw new BackboneError(`The constant ${quoted(tensor.name ?? '')} has no real numbers.`);
  }
}

/**
 * The values of a constant of whole numbers, such as the sizes that a Reshape makes.
 *
 * @returns undefined for another type
 */
export function wholeValues(tensor: onnx.ITensorProto): number[] | undefined {
  const { dataType, rawData, int64Data, int32Data } = tensor;
  const raw = rawData?.length ? aligned(rawData) : undefined;
  if (dataType === DataType.INT64) {
    return raw === undefined
      ? (int64Data ?? []).map(Number)
      : Array.from(new BigInt64Array(raw), Number);
  }
  if (dataType === DataType.INT32) {
    return raw === undefined ? [...(int32Data ?? [])] : Array.from(new Int32Array(raw));
  }
  return undefined;
}

/** A copy: the bytes of a file begin anywhere, and numbers must not. */
function aligned(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}

/** A name from a file in a message: as JSON, and not longer than a line. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 77)}…` : name);
}
