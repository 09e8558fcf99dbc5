import type { Readable, Writable } from 'node:stream';
import type { Request, Response } from 'express';
import multer from 'multer';
import { HttpError } from '../kit/errors/http-error';
import { toHttpError } from '../kit/errors/to-http-error';
import type { ByteShare } from '../kit/reading/read-body';
import { refuseEncoded } from '../kit/reading/content-encoding';
import { FileNamer } from './file-namer';
import { malformedField, multipartError } from './multipart-error';
import { promisedContent } from '../kit/reading/promised-content';
import { watchProgress } from '../kit/reading/watch-progress';

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

/** What a form takes of what all requests share. */
export interface FormResources {
  /** Opens a share of the memory for uploads; none for files that are stored on disk. */
  readonly openShare?: (announcedBytes: number) => ByteShare;
  /** Ends the reading when it aborts. */
  readonly signal?: AbortSignal;
  /** Told how much of the body has arrived. */
  readonly onProgress?: (bodyBytes: number) => void;
}

/** A field that is no file, as it came: nothing is ever built from its name. */
export interface FormField {
  readonly name: string;
  readonly value: string;
}

export interface ReceivedForm {
  /** In the order of the form. */
  readonly files: Express.Multer.File[];
  /** In the order of the form; a name may be there many times. */
  readonly fields: readonly FormField[];
}

const MAX_FIELD_NAME = 100;
const MAX_HEADER_PAIRS = 32;

/** multer has it since 2.2; its types do not know it yet. */
interface FormOptions extends multer.Options {
  readonly streamHandler: (request: Readable, parser: Writable) => void;
}

/** What the parser tells of a field beside its name and value. */
interface FieldInfo {
  readonly valueTruncated: boolean;
}

/**
 * Reads a multipart form: its files into the storage, its other fields as pairs of name and value.
 *
 * @throws {HttpError} a 4xx of its own for everything that is wrong with the form, and what kept the
 *   storage from storing
 */
export async function receiveForm(
  req: Request,
  res: Response,
  storage: multer.StorageEngine,
  limits: FormLimits,
  { openShare, signal, onProgress }: FormResources = {},
): Promise<ReceivedForm> {
  const { field, maxFiles, maxFields, maxFieldBytes, maxBodyBytes, tooLarge } = limits;
  refuseEncoded(req);
  const announcedBytes = Number(req.get('Content-Length') ?? 0);
  if (announcedBytes > maxBodyBytes) throw tooLarge();
  const share = openShare?.(announcedBytes);
  const fields: FormField[] = [];
  await new Promise<void>((resolve, reject) => {
    const options: FormOptions = {
      storage: {
        _handleFile(request, file, done) {
          storage._handleFile(request, file, (error, info) => {
            // Answered now: multer would first wait for the rest of the body, however long that is.
            if (error !== undefined && error !== null) reject(multipartError(error, field));
            done(error, info);
          });
        },
        _removeFile: storage._removeFile.bind(storage),
      },
      limits: {
        files: maxFiles,
        fields: maxFields,
        parts: maxFiles + maxFields,
        fieldNameSize: MAX_FIELD_NAME,
        fieldSize: maxFieldBytes,
        headerPairs: MAX_HEADER_PAIRS,
      },
      // Browsers and curl send names as UTF-8; multer's default reads them as Latin-1.
      defParamCharset: 'utf8',
      streamHandler(request, parser) {
        const fail = (error: HttpError): void => {
          // As above: multer would wait for the rest.
          reject(error);
          parser.destroy(error);
        };
        // multer would build objects and arrays from what clients call their fields: `a[4294967294]`.
        parser.removeAllListeners('field');
        parser.on('field', (name: string | undefined, value: string, info: FieldInfo) => {
          const problem = fieldProblem(name, info);
          if (problem !== undefined) fail(problem);
          else fields.push({ name: name!, value });
        });
        const content = promisedContent(req);
        feed(request, parser, new FileNamer(boundaryOf(req), field), {
          onChunk(chunk, bodyBytes) {
            if (parser.destroyed) return;
            content?.add(chunk);
            if (bodyBytes > maxBodyBytes) {
              fail(tooLarge());
              return;
            }
            onProgress?.(bodyBytes);
            try {
              share?.grow(chunk.length);
            } catch (error) {
              fail(multipartError(error, field));
            }
          },
          onEnd() {
            // The form is complete only for the parser that is told of its end.
            const problem = content?.problem();
            if (problem !== undefined) fail(problem);
          },
        });
        watchProgress(request, fail);
        const abort = (): void => fail(toHttpError(signal?.reason));
        signal?.addEventListener('abort', abort, { once: true });
        parser.once('close', () => signal?.removeEventListener('abort', abort));
      },
    };
    multer(options).array(field, maxFiles)(req, res, (error: unknown) => {
      if (error === undefined) resolve();
      else reject(multipartError(error, field));
    });
  });
  return { files: (req.files ?? []) as Express.Multer.File[], fields };
}

function fieldProblem(name: string | undefined, info: FieldInfo): HttpError | undefined {
  if (name === undefined) return malformedField();
  if (Buffer.byteLength(name) > MAX_FIELD_NAME) {
    return new HttpError('FIELD_TOO_LARGE', "A form field's name is too long.");
  }
  if (!info.valueTruncated) return undefined;
  return new HttpError('FIELD_TOO_LARGE', "A form field's value is too long.");
}

/** As the header has it; the parser refuses a form without one before this matters. */
function boundaryOf(req: Request): string {
  const found = /;\s*boundary=(?:"([^"]*)"|([^;\s]+))/i.exec(req.get('Content-Type') ?? '');
  return found?.[1] ?? found?.[2] ?? '';
}

interface FeedListener {
  /** @param bodyBytes how many there were so far, this chunk included */
  readonly onChunk: (chunk: Buffer, bodyBytes: number) => void;
  /** All have arrived, and the parser does not know it yet. */
  readonly onEnd: () => void;
}

/**
 * Gives a request's bytes to the parser as fast as it takes them, and goes on reading for nobody
 * when the parser has ended, so that the connection can be used again.
 */
function feed(
  request: Readable,
  parser: Writable,
  namer: FileNamer,
  { onChunk, onEnd }: FeedListener,
): void {
  let bodyBytes = 0;
  request.on('data', (chunk: Buffer) => {
    bodyBytes += chunk.length;
    onChunk(chunk, bodyBytes);
    if (parser.destroyed || parser.writableEnded) return;
    if (!parser.write(namer.push(chunk))) request.pause();
  });
  request.on('end', () => {
    onEnd();
    if (!parser.destroyed) parser.end(namer.flush());
  });
  parser.on('drain', () => request.resume());
  parser.once('close', () => request.resume());
}
