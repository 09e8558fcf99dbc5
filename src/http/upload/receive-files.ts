import type { Readable, Writable } from 'node:stream';
import type { Request, Response } from 'express';
import multer from 'multer';
import { HttpError } from '../http-error';
import { boundedMemoryStorage } from './bounded-memory-storage';
import { cleanFileName } from './clean-file-name';
import { multipartError } from './multipart-error';
import { fileTooLarge } from './read-body';

export interface FileLimits {
  /** The form field that holds the files. */
  readonly field: string;
  readonly maxFiles: number;
  readonly maxFileBytes: number;
  /** All files together. */
  readonly maxTotalBytes: number;
}

/** A file as it came: untrusted bytes under a cleaned name. */
export interface ReceivedFile {
  readonly fileName: string;
  /** undefined where the file is larger than the limit, and was dropped. */
  readonly bytes: Buffer | undefined;
}

/** multer has it since 2.2; its types do not know it yet. */
interface FormOptions extends multer.Options {
  readonly streamHandler: (request: Readable, parser: Writable) => void;
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
}: FileLimits): (req: Request, res: Response) => Promise<ReceivedFile[]> {
  const storage = boundedMemoryStorage(maxFileBytes);
  const limits: multer.Options['limits'] = {
    files: maxFiles,
    fields: MAX_OTHER_FIELDS,
    parts: maxFiles + MAX_OTHER_FIELDS,
    fieldNameSize: 100,
    fieldSize: MAX_FIELD_BYTES,
    headerPairs: 32,
  };
  const maxBodyBytes = maxTotalBytes + FORM_OVERHEAD_BYTES;
  const tooLarge = (): HttpError =>
    maxFiles === 1
      ? fileTooLarge(maxFileBytes)
      : new HttpError('UPLOAD_TOO_LARGE', `The upload is larger than ${maxTotalBytes} bytes.`);

  return async (req, res) => {
    if (Number(req.get('Content-Length')) > maxBodyBytes) throw tooLarge();
    await new Promise<void>((resolve, reject) => {
      const options: FormOptions = {
        storage,
        limits,
        // Browsers and curl send names as UTF-8; multer's default reads them as Latin-1.
        defParamCharset: 'utf8',
        streamHandler: (request, parser) => {
          let bodyBytes = 0;
          request.on('data', (chunk: Buffer) => {
            bodyBytes += chunk.length;
            if (bodyBytes <= maxBodyBytes) return;
            // Answered now: multer would first wait for the rest, however long that is.
            reject(tooLarge());
            parser.destroy(tooLarge());
          });
          request.pipe(parser);
        },
      };
      multer(options).array(field, maxFiles)(req, res, (error: unknown) => {
        if (error === undefined) resolve();
        else reject(multipartError(error, field));
      });
    });
    return filesOf(req, field, maxFileBytes);
  };
}

function filesOf(req: Request, field: string, maxFileBytes: number): ReceivedFile[] {
  const files = (req.files ?? []) as Express.Multer.File[];
  if (files.length === 0) {
    throw new HttpError('MISSING_FILE', `There is no file in the field "${field}".`);
  }
  return files.map(({ originalname, size, buffer }) => ({
    fileName: cleanFileName(originalname),
    bytes: size > maxFileBytes ? undefined : buffer,
  }));
}
