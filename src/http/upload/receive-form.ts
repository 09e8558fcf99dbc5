import type { Readable, Writable } from 'node:stream';
import type { Request, Response } from 'express';
import multer from 'multer';
import type { HttpError } from '../http-error';
import { multipartError } from './multipart-error';

export interface FormLimits {
  /** The form field that holds the files. */
  readonly field: string;
  readonly maxFiles: number;
  /** Other form fields. */
  readonly maxFields: number;
  /** Of one of them. */
  readonly maxFieldBytes: number;
  readonly maxBodyBytes: number;
  readonly tooLarge: () => HttpError;
}

/** multer has it since 2.2; its types do not know it yet. */
interface FormOptions extends multer.Options {
  readonly streamHandler: (request: Readable, parser: Writable) => void;
}

/**
 * Reads a multipart form: its files into the storage, in order, its other fields into `req.body`.
 *
 * @throws {HttpError} a 4xx of its own for everything that is wrong with the form
 */
export async function receiveForm(
  req: Request,
  res: Response,
  storage: multer.StorageEngine,
  { field, maxFiles, maxFields, maxFieldBytes, maxBodyBytes, tooLarge }: FormLimits,
): Promise<Express.Multer.File[]> {
  if (Number(req.get('Content-Length')) > maxBodyBytes) throw tooLarge();
  await new Promise<void>((resolve, reject) => {
    const options: FormOptions = {
      storage,
      limits: {
        files: maxFiles,
        fields: maxFields,
        parts: maxFiles + maxFields,
        fieldNameSize: 100,
        fieldSize: maxFieldBytes,
        headerPairs: 32,
      },
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
  return (req.files ?? []) as Express.Multer.File[];
}
