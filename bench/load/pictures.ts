import { UsageError } from '../../src/cli/run-command';
import { drawing, jpeg, png } from '../../tests/support/images';
import { MULTIPART_TYPE, multipartBody } from '../../tests/support/multipart';

/** Pictures that a load test sends, all made here. */
export const PICTURES = {
  'png-32': () => png(),
  'jpeg-32': () => jpeg(),
  'jpeg-640': () => jpeg({ width: 640, height: 480 }),
  'jpeg-12mp': () => drawing({ width: 4000, height: 3000 }).jpeg({ quality: 80 }).toBuffer(),
} as const;

/** @throws {UsageError} when there is none of this name */
export function pictureOf(name: string): Promise<Buffer> {
  const make = new Map<string, () => Promise<Buffer>>(Object.entries(PICTURES)).get(name);
  if (make === undefined) {
    throw new UsageError(`the picture is ${Object.keys(PICTURES).join(', ')}, not "${name}"`);
  }
  return make();
}

/** A request as a client sends it. */
export interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** POST /api/predict with a picture in a form. */
export function predictQuestion(picture: Buffer): Question {
  return {
    method: 'POST',
    path: '/api/predict',
    headers: { 'content-type': MULTIPART_TYPE },
    body: multipartBody([{ name: 'file', fileName: 'picture', content: picture }]),
  };
}

/** POST /api/predict/batch with the same picture so many times. */
export function batchQuestion(picture: Buffer, count: number): Question {
  const parts = Array.from({ length: count }, (_, i) => ({
    name: 'files',
    fileName: `picture-${i}`,
    content: picture,
  }));
  return {
    method: 'POST',
    path: '/api/predict/batch',
    headers: { 'content-type': MULTIPART_TYPE },
    body: multipartBody(parts),
  };
}

export function get(path: string): Question {
  return { method: 'GET', path };
}
