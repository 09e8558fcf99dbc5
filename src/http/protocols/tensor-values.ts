import { HttpError } from '../kit/errors/http-error';
import type { Picture } from '../api/predictions/picture';

/**
 * @param name of the tensor, as the request has it
 * @param why what is wrong with it, as the end of a sentence
 */
export function badTensor(name: string, why: string): HttpError {
  return new HttpError('INVALID_BODY', `${name}: ${why}.`);
}

/**
 * Cuts a tensor of pixels into pictures.
 *
 * @param shape [n, height, width, 3]
 * @param numbers as many as the shape says, each a whole number from 0 to 255
 * @throws {HttpError} INVALID_BODY
 */
export function picturesOfPixels(
  name: string,
  shape: readonly number[],
  numbers: ArrayLike<number>,
): Picture[] {
  const [count = 0, height = 0, width = 0, channels] = shape;
  if (shape.length !== 4 || channels !== 3) {
    throw badTensor(name, 'its shape must be [n, height, width, 3]');
  }
  if (numbers.length !== valuesOf(shape)) {
    throw badTensor(name, `it has ${numbers.length} values, and its shape says ${valuesOf(shape)}`);
  }
  if (numbers.length === 0) throw badTensor(name, 'it is empty');
  const pixels = asPixels(name, numbers);
  const size = height * width * 3;
  return Array.from({ length: count }, (_, index) => ({
    kind: 'pixels' as const,
    fileName: `${name}-${index}.png`,
    pixels: pixels.subarray(index * size, (index + 1) * size),
    width,
    height,
  }));
}

/** The number of values that a shape says. */
export function valuesOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

function asPixels(name: string, numbers: ArrayLike<number>): Uint8Array {
  if (numbers instanceof Uint8Array) return numbers;
  const pixels = new Uint8Array(numbers.length);
  for (let index = 0; index < numbers.length; index++) {
    const value = numbers[index]!;
    const pixel = value & 0xff; // differs from what is no whole number from 0 to 255
    if (pixel !== value) throw noPixel(name);
    pixels[index] = pixel;
  }
  return pixels;
}

/**
 * The same for millions of numbers: a loop that only ever sees one kind of array is several times as
 * fast.
 *
 * @throws {HttpError} INVALID_BODY
 */
export function pixelsOfFloats(name: string, floats: Float32Array): Uint8Array {
  const pixels = new Uint8Array(floats.length);
  for (let index = 0; index < floats.length; index++) {
    const value = floats[index]!;
    const pixel = value & 0xff;
    if (pixel !== value) throw noPixel(name);
    pixels[index] = pixel;
  }
  return pixels;
}

function noPixel(name: string): HttpError {
  return badTensor(
    name,
    'pixels are whole numbers from 0 to 255, also as floating point numbers; what the network makes of them is a part of it',
  );
}

/** What stands in a nested list, and its shape as the lists say. */
export interface NestedNumbers {
  readonly shape: readonly number[];
  readonly numbers: readonly number[];
}

/**
 * Reads a list of lists of numbers, of which all of one depth are equally long.
 *
 * @throws {HttpError} INVALID_BODY
 */
export function nestedNumbers(name: string, data: unknown): NestedNumbers {
  const shape: number[] = [];
  for (let level = data; Array.isArray(level); level = (level as unknown[])[0]) {
    shape.push(level.length);
  }
  const numbers: number[] = [];
  const depth = shape.length;
  const collect = (list: unknown, level: number): void => {
    if (!Array.isArray(list) || list.length !== shape[level]) {
      throw badTensor(name, 'it must be numbers in lists, those of one depth equally long');
    }
    if (level < depth - 1) {
      for (const item of list) collect(item, level + 1);
      return;
    }
    for (const value of list as unknown[]) {
      if (typeof value !== 'number') throw badTensor(name, 'it must be numbers in lists');
      numbers.push(value);
    }
  };
  collect(data, 0);
  return { shape, numbers };
}

/**
 * A file of which the base64 is sent, as JSON does.
 *
 * @throws {HttpError} INVALID_BODY
 */
export function fileOfBase64(name: string, text: unknown): Buffer {
  if (typeof text !== 'string') throw badTensor(name, 'files must be base64 texts');
  let digits = text.length;
  while (digits > 0 && text[digits - 1] === '=' && text.length - digits < 2) digits--;
  const bytes = Buffer.from(text, 'base64');
  // What is no base64 is passed over by the decoder, which gives fewer bytes then.
  if (digits % 4 === 1 || bytes.length !== Math.floor((digits * 3) / 4)) {
    throw badTensor(name, 'files must be base64');
  }
  return bytes;
}

/** Files of a tensor as pictures. */
export function picturesOfFiles(name: string, files: readonly Uint8Array[]): Picture[] {
  if (files.length === 0) throw badTensor(name, 'it is empty');
  return files.map((bytes) => ({ kind: 'file', fileName: undefined, bytes }));
}
