import type { Request, Response } from 'express';
import { HttpError } from '../kit/errors/http-error';
import type { ByteBudget } from './byte-budget';
import { boundedMemoryStorage } from './bounded-memory-storage';
import { cleanFileName } from '../../dataset/samples/clean-file-name';
import { fileTooLarge } from '../kit/reading/read-body';
import { receiveForm } from './receive-form';
import { isFile, UNNAMED_FILE } from './unnamed-file';

export interface FileLimits {
  /** The form field that holds the files. */
  readonly field: string;
  readonly maxFiles: number;
  readonly maxFileBytes: number;
  /** All files together. */
  readonly maxTotalBytes: number;
  /** The memory budget that all requests share. */
  readonly memory: ByteBudget;
}

/** A file as it came: untrusted bytes under a cleaned name. */
export interface ReceivedFile {
  readonly fileName: string;
  /** undefined where the file is larger than the limit, and was dropped. */
  readonly bytes: Buffer | undefined;
}

/** Other form fields are read over, as long as they are few and short. */
const MAX_OTHER_FIELDS = 8;
const MAX_FIELD_BYTES = 1024;
/** Boundaries, part headers and other fields, generously. */
const FORM_OVERHEAD_BYTES = 64 * 1024;

/**
 * Makes a reader of multipart uploads into memory. A file over its limit does not fail the
 * request: it arrives without its bytes.
 *
 * @example
 * const receiveFiles = fileReceiver({ field: 'files', maxFiles: 100, ... });
 * const files = await receiveFiles(req, res); // at least one
 *
 * @throws {HttpError} from the reader, a 4xx of its own for everything that is wrong with the form
 */
export function fileReceiver({
  field,
  maxFiles,
  maxFileBytes,
  maxTotalBytes,
  memory,
}: FileLimits): (req: Request, res: Response) => Promise<ReceivedFile[]> {
  const storage = boundedMemoryStorage(maxFileBytes);
  const kind = maxFiles === 1 ? 'single' : 'bulk';
  const tooLarge = (): HttpError =>
    maxFiles === 1 ? fileTooLarge(maxFileBytes) : uploadTooLarge(maxTotalBytes);

  return async (req, res) => {
    const form = await receiveForm(
      req,
      res,
      storage,
      {
        field,
        maxFiles,
        maxFields: MAX_OTHER_FIELDS,
        maxFieldBytes: MAX_FIELD_BYTES,
        maxBodyBytes: maxTotalBytes + FORM_OVERHEAD_BYTES,
        tooLarge,
      },
      { openShare: (bytes) => memory.open(kind, res, bytes) },
    );
    const files = await onlyFiles(form.files, ({ size, buffer }) =>
      size > maxFileBytes ? undefined : buffer,
    );
    if (files.length === 0) throw missingFile(field);
    return files.map(({ originalname, size, buffer }) => ({
      fileName: cleanFileName(originalname),
      bytes: size > maxFileBytes ? undefined : buffer,
    }));
  };
}

/**
 * The files of a form, without the parts of the file field that have neither name nor picture.
 *
 * @param contentOf a part's bytes or the path of a file that holds them; undefined for one over the limit
 */
export async function onlyFiles(
  parts: readonly Express.Multer.File[],
  contentOf: (part: Express.Multer.File) => Buffer | string | undefined,
): Promise<Express.Multer.File[]> {
  const files: Express.Multer.File[] = [];
  for (const part of parts) {
    const content = part.originalname === UNNAMED_FILE ? contentOf(part) : undefined;
    if (content === undefined || (await isFile(content))) files.push(part);
  }
  return files;
}

/** There is no file in the form. */
export function missingFile(field: string): HttpError {
  return new HttpError('MISSING_FILE', `There is no file in the field "${field}".`);
}

/** All files together are over the limit. */
export function uploadTooLarge(maxBytes: number): HttpError {
  return new HttpError('UPLOAD_TOO_LARGE', `The upload is larger than ${maxBytes} bytes.`);
}
