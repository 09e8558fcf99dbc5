import { HttpError } from '../../kit/errors/http-error';
import { HEADER_LENGTH } from '../../kit/route';
import type { Picture } from '../../api/predictions/picture';
import { parseBoundedJson } from '../bounded-json';
import { refuseTooMany } from '../classify-for-protocol';
import { checked } from '../read-body';
import {
  badTensor,
  fileOfBase64,
  nestedNumbers,
  picturesOfFiles,
  picturesOfPixels,
  pixelsOfFloats,
  valuesOf,
} from '../tensor-values';
import { inferBodySchema, type InferBody, type InferInput } from './schemas';

/** Names of the inputs: a request has one of them. */
export const PIXELS = 'images';
export const FILES = 'image_bytes';

/** A request for an inference, as it came. */
export interface InferRequest {
  readonly body: InferBody;
  readonly pictures: readonly Picture[];
}

const LENGTH_BYTES = 4;
const FP32_BYTES = 4;

/**
 * Reads a request of the Open Inference Protocol, with tensors in JSON or behind it. Sizes are those
 * of whoever sends them: each is held against what is there before anything is read.
 *
 * @param headerLength value of Inference-Header-Content-Length; undefined where all is JSON
 * @param maxPictures most pictures that a request may have
 * @throws {HttpError} INVALID_BODY, INVALID_JSON, BODY_TOO_LARGE, TOO_MANY_FILES
 */
export function readInferRequest(
  bytes: Buffer,
  headerLength: string | undefined,
  maxPictures: number,
): InferRequest {
  const jsonBytes = lengthOfJson(bytes, headerLength);
  const body = checked(inferBodySchema, parseBoundedJson(bytes.subarray(0, jsonBytes)));
  const tail = new Tail(bytes.subarray(jsonBytes));
  const [input, ...others] = body.inputs.map((one) => ({ one, raw: tail.take(one) }));
  tail.end();
  if (input === undefined || others.length > 0) {
    throw new HttpError('INVALID_BODY', `Send one input, either ${PIXELS} or ${FILES}.`);
  }
  // Looked at before its elements are, of which there may be millions.
  refuseTooMany(input.one.shape[0]!, maxPictures);
  return { body, pictures: picturesOf(input.one, input.raw) };
}

function lengthOfJson(bytes: Buffer, given: string | undefined): number {
  if (given === undefined) return bytes.length;
  const length = Number(given);
  if (/^\d{1,10}$/.test(given) && length <= bytes.length) return length;
  throw new HttpError(
    'INVALID_BODY',
    `${HEADER_LENGTH} must be the number of bytes of the JSON, at most ${bytes.length} here.`,
  );
}

/** What stands behind the JSON: the tensors, one after the other. */
class Tail {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** @returns undefined for a tensor that is in the JSON */
  take({ name, parameters = {}, data }: InferInput): Buffer | undefined {
    if (parameters.shared_memory_region !== undefined) {
      throw badTensor(name, 'shared memory is not supported');
    }
    const size = parameters.binary_data_size;
    if ((size === undefined) === (data === undefined)) {
      throw badTensor(name, 'it has either "data" or the parameter "binary_data_size"');
    }
    if (size === undefined) return undefined;
    const left = this.#bytes.length - this.#at;
    if (size > left)
      throw badTensor(name, `its binary_data_size is ${size}, of ${left} bytes left`);
    this.#at += size;
    return this.#bytes.subarray(this.#at - size, this.#at);
  }

  end(): void {
    const left = this.#bytes.length - this.#at;
    if (left === 0) return;
    throw new HttpError('INVALID_BODY', `${left} bytes are left over behind the tensors.`);
  }
}

function picturesOf(input: InferInput, raw: Buffer | undefined): Picture[] {
  const { name, shape, datatype } = input;
  if (name === PIXELS) {
    const numbers = raw === undefined ? numbersOfJson(input) : numbersOfBytes(input, raw);
    return picturesOfPixels(name, shape, numbers);
  }
  if (name !== FILES) {
    throw badTensor(name, `there is no such input; there are ${PIXELS} and ${FILES}`);
  }
  if (datatype !== 'BYTES') throw badTensor(name, 'its datatype must be BYTES');
  if (shape.length > 2 || (shape.length === 2 && shape[1] !== 1)) {
    throw badTensor(name, 'its shape must be [n] or [n, 1]');
  }
  const files = raw === undefined ? filesOfJson(input) : filesOfBytes(input, raw, shape[0]!);
  if (files.length !== shape[0]) {
    throw badTensor(name, `it has ${files.length} elements, and its shape says ${shape[0]!}`);
  }
  return picturesOfFiles(name, files);
}

function requireNumbers({ name, datatype }: InferInput): void {
  if (datatype === 'UINT8' || datatype === 'FP32') return;
  throw badTensor(name, 'its datatype must be UINT8 or FP32');
}

function numbersOfJson(input: InferInput): readonly number[] {
  requireNumbers(input);
  const { name, data, shape } = input;
  const nested = nestedNumbers(name, data);
  const isFlat = nested.shape.length === 1;
  const agrees =
    nested.shape.length === shape.length && nested.shape.every((side, i) => side === shape[i]);
  if (!isFlat && !agrees) {
    throw badTensor(
      name,
      `its data is of shape [${nested.shape.join(', ')}], and it says [${shape.join(', ')}]`,
    );
  }
  return nested.numbers;
}

function numbersOfBytes(input: InferInput, raw: Buffer): Uint8Array {
  requireNumbers(input);
  const { name, datatype, shape } = input;
  if (datatype === 'UINT8') return raw;
  const values = valuesOf(shape);
  if (raw.length !== values * FP32_BYTES) {
    throw badTensor(name, `it has ${raw.length} bytes, and its shape says ${values * FP32_BYTES}`);
  }
  // Copied, since a view has to begin at a multiple of four. All machines that Node runs on are
  // little-endian, as the protocol is.
  const bytes = raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength);
  return pixelsOfFloats(name, new Float32Array(bytes));
}

function filesOfJson({ name, data, shape }: InferInput): Buffer[] {
  if (!Array.isArray(data) || data.length > shape[0]!) {
    throw badTensor(name, 'its data must be a list of as many base64 texts as its shape says');
  }
  return (data as unknown[]).flat().map((text) => fileOfBase64(name, text));
}

/**
 * Each element is its length as uint32, little-endian, and so many bytes.
 *
 * @param count elements that there should be; one more is read at most
 */
function filesOfBytes({ name, parameters = {} }: InferInput, raw: Buffer, count: number): Buffer[] {
  const files: Buffer[] = [];
  for (let at = 0; at < raw.length && files.length <= count;) {
    const left = raw.length - at - LENGTH_BYTES;
    const length = left < 0 ? Infinity : raw.readUInt32LE(at);
    if (length > left) throw badTensor(name, 'an element is longer than the tensor');
    at += LENGTH_BYTES + length;
    files.push(raw.subarray(at - length, at));
  }
  if (parameters.content_type !== 'base64') return files;
  return files.map((text) => fileOfBase64(name, text.toString('latin1')));
}
