import { z } from 'zod';
import { HttpError } from '../../kit/errors/http-error';
import type { Picture } from '../../api/predictions/picture';
import { refuseTooMany } from '../classify-for-protocol';
import { fileOfBase64, nestedNumbers, picturesOfFiles, picturesOfPixels } from '../tensor-values';
import type { ClassifyBody, PredictBody } from './schemas';

/** Names of the inputs, as in the Open Inference Protocol. */
const PIXELS = 'images';
const FILES = 'image_bytes';

const file = z.strictObject({ b64: z.string() });
const namedFile = z.strictObject({ [FILES]: file });
const namedPixels = z.strictObject({ [PIXELS]: z.array(z.unknown()) });
const namedFiles = z.strictObject({ [FILES]: z.array(file).min(1) });

/** Pictures of a request, and how their answer is laid out. */
export interface PredictRequest {
  readonly layout: 'rows' | 'columns';
  readonly pictures: readonly Picture[];
}

/**
 * Reads the pictures of :predict.
 *
 * @throws {HttpError} INVALID_BODY, TOO_MANY_FILES
 */
export function readPredictRequest(
  { instances, inputs }: PredictBody,
  maxPictures: number,
): PredictRequest {
  refuseMore(instances, maxPictures);
  refuseMore(inputs, maxPictures);
  if ((instances === undefined) === (inputs === undefined)) {
    throw new HttpError('INVALID_BODY', 'Send either "instances" or "inputs".');
  }
  if (instances !== undefined) {
    if (!Array.isArray(instances)) throw new HttpError('INVALID_BODY', 'instances must be a list.');
    return { layout: 'rows', pictures: picturesOfRows('instances', instances) };
  }
  if (Array.isArray(inputs)) {
    return { layout: 'columns', pictures: picturesOfRows('inputs', inputs) };
  }
  const files = namedFiles.safeParse(inputs);
  if (files.success) {
    return { layout: 'columns', pictures: picturesOfRows('inputs', files.data[FILES]) };
  }
  const pixels = namedPixels.safeParse(inputs);
  if (pixels.success) return { layout: 'columns', pictures: ofPixels(pixels.data[PIXELS]) };
  throw wrongForm('inputs');
}

/**
 * Reads the pictures of :classify: features by name.
 *
 * @throws {HttpError} INVALID_BODY, TOO_MANY_FILES
 */
export function readClassifyRequest(
  { context, examples }: ClassifyBody,
  maxPictures: number,
): readonly Picture[] {
  refuseMore(examples, maxPictures);
  if (context !== undefined && !isEmptyObject(context)) {
    throw new HttpError('INVALID_BODY', 'context must be empty: examples have one feature.');
  }
  return picturesOfRows('examples', examples);
}

/** Looks at how many there are before anything is made of them. */
function refuseMore(rows: unknown, maxPictures: number): void {
  if (Array.isArray(rows)) refuseTooMany(rows.length, maxPictures);
}

/** All rows are of one form. */
function picturesOfRows(name: string, rows: readonly unknown[]): Picture[] {
  const [first] = rows;
  if (first === undefined) throw new HttpError('INVALID_BODY', `${name} must not be empty.`);
  if (Array.isArray(first)) return ofPixels(rows);
  const pixels = z.array(namedPixels).safeParse(rows);
  if (pixels.success) return ofPixels(pixels.data.map((row) => row[PIXELS]));
  const files = z.array(file).safeParse(rows);
  if (files.success) return ofFiles(files.data);
  const named = z.array(namedFile).safeParse(rows);
  if (named.success) return ofFiles(named.data.map((row) => row[FILES]));
  throw wrongForm(name);
}

function ofPixels(rows: unknown): Picture[] {
  const { shape, numbers } = nestedNumbers(PIXELS, rows);
  return picturesOfPixels(PIXELS, shape, numbers);
}

function ofFiles(files: readonly z.infer<typeof file>[]): Picture[] {
  return picturesOfFiles(
    FILES,
    files.map(({ b64 }) => fileOfBase64(FILES, b64)),
  );
}

function wrongForm(name: string): HttpError {
  return new HttpError(
    'INVALID_BODY',
    `${name} must be pixels in lists, of shape [height, width, 3] each, or files as {"b64": "…"}, by themselves or as "${PIXELS}" and "${FILES}".`,
  );
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
