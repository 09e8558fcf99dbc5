import { BackboneError } from '../backbone-error';

/** Bytes of a file. DINOv2-small has 88 MB, CLIP's ViT-B/32 352 MB. */
export const LARGEST_FILE_BYTES = 512 * 1024 * 1024;
/**
 * Fields of all messages together. A network of a thousand nodes has some ten thousand; each becomes
 * an object or more when the file is decoded.
 */
const MOST_FIELDS = 1_000_000;
/** Bytes of values that are not stored as raw data: each may become an object of fifty bytes. */
const MOST_LISTED_BYTES = 16 * 1024 * 1024;
/** Levels of messages in messages; a graph in a node of a graph takes three. */
const DEEPEST = 24;

type Kind =
  | 'model'
  | 'graph'
  | 'node'
  | 'attribute'
  | 'tensor'
  | 'sparse'
  | 'training'
  | 'function'
  | 'other';

/** Fields that hold messages, by number, as onnx.proto has them. */
const MESSAGES: Readonly<Record<Kind, ReadonlyMap<number, Kind>>> = {
  model: new Map([
    [7, 'graph'],
    [8, 'other'],
    [14, 'other'],
    [20, 'training'],
    [25, 'function'],
  ]),
  graph: new Map([
    [1, 'node'],
    [5, 'tensor'],
    [11, 'other'],
    [12, 'other'],
    [13, 'other'],
    [14, 'other'],
    [15, 'sparse'],
  ]),
  node: new Map([[5, 'attribute']]),
  attribute: new Map([
    [5, 'tensor'],
    [6, 'graph'],
    [10, 'tensor'],
    [11, 'graph'],
    [14, 'other'],
    [15, 'other'],
    [22, 'sparse'],
    [23, 'sparse'],
  ]),
  tensor: new Map([[13, 'other']]),
  sparse: new Map([
    [1, 'tensor'],
    [2, 'tensor'],
  ]),
  training: new Map([
    [1, 'graph'],
    [2, 'graph'],
  ]),
  function: new Map([[7, 'node']]),
  other: new Map(),
};

/** Fields of a tensor and an attribute that list values: every byte may be one. */
const LISTS: Readonly<Partial<Record<Kind, ReadonlySet<number>>>> = {
  tensor: new Set([1, 5, 7, 11]),
  attribute: new Set([8]),
};
/** The same, where a value takes four bytes at least. */
const FLOAT_LISTS: Readonly<Partial<Record<Kind, ReadonlySet<number>>>> = {
  tensor: new Set([4, 10]),
  attribute: new Set([7]),
};
/** Floats stay numbers when decoded, so that four times as many bytes do no harm. */
const FLOAT_SHARE = 1 / 16;

const NOT_ONNX = 'The file is not an ONNX model, or it is damaged.';

/**
 * Walks through the protobuf messages of an ONNX file without decoding them, so that decoding it
 * cannot fill the memory: two bytes of a file are enough for a node.
 *
 * @throws {BackboneError} for a file that is not protobuf, or has too much in it
 */
export function checkMessageBounds(bytes: Uint8Array): void {
  if (bytes.length > LARGEST_FILE_BYTES) {
    throw new BackboneError(
      `The file has ${bytes.length} bytes; a network may have up to ${LARGEST_FILE_BYTES}.`,
    );
  }
  new Walk(bytes).message(0, bytes.length, 'model', 0);
}

class Walk {
  readonly #bytes: Uint8Array;
  #at = 0;
  #fields = 0;
  #listed = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  message(start: number, end: number, kind: Kind, depth: number): void {
    if (depth > DEEPEST) throw new BackboneError('The graphs of the file are nested too deeply.');
    this.#at = start;
    while (this.#at < end) {
      if (++this.#fields > MOST_FIELDS) {
        throw new BackboneError(`The file has more than ${MOST_FIELDS} parts; no network has.`);
      }
      const key = this.#varint();
      this.#value(kind, Math.floor(key / 8), key % 8, end, depth);
    }
    if (this.#at !== end) throw new BackboneError(NOT_ONNX);
  }

  #value(kind: Kind, field: number, wireType: number, end: number, depth: number): void {
    if (wireType === 0) this.#varint();
    else if (wireType === 1) this.#at += 8;
    else if (wireType === 5) this.#at += 4;
    else if (wireType === 2) this.#bytesOf(kind, field, end, depth);
    else throw new BackboneError(NOT_ONNX); // groups, which ONNX does not use, and what is no type
    if (this.#at > end) throw new BackboneError(NOT_ONNX);
  }

  #bytesOf(kind: Kind, field: number, end: number, depth: number): void {
    const length = this.#varint();
    const start = this.#at;
    if (start + length > end) throw new BackboneError(NOT_ONNX);
    this.#count(kind, field, length);
    const inner = MESSAGES[kind].get(field);
    if (inner !== undefined) this.message(start, start + length, inner, depth + 1);
    this.#at = start + length;
  }

  #count(kind: Kind, field: number, length: number): void {
    if (LISTS[kind]?.has(field) === true) this.#listed += length;
    if (FLOAT_LISTS[kind]?.has(field) === true) this.#listed += length * FLOAT_SHARE;
    if (this.#listed > MOST_LISTED_BYTES) {
      throw new BackboneError('The file lists too many values one by one; store them as raw data.');
    }
  }

  #varint(): number {
    let value = 0;
    for (let shift = 1; shift < 2 ** 70; shift *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new BackboneError(NOT_ONNX);
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
    throw new BackboneError(NOT_ONNX);
  }
}
