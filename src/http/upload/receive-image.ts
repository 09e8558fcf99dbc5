import type { Request, Response } from 'express';
import { HttpError } from '../http-error';
import { fileTooLarge, readBody } from './read-body';
import { fileReceiver } from './receive-files';

/** An image as it came: untrusted bytes. */
export interface ReceivedImage {
  /** Cleaned; undefined for raw bytes, which have no name. */
  readonly fileName: string | undefined;
  readonly bytes: Buffer;
}

export interface ImageLimits {
  readonly maxFileBytes: number;
}

const FIELD = 'file';

/**
 * Makes a reader of requests that bring one image, in the form field `file` or as a body of
 * `image/*`.
 *
 * @throws {HttpError} from the reader, a 4xx of its own for everything that is wrong with the request
 */
export function imageReceiver({
  maxFileBytes,
}: ImageLimits): (req: Request, res: Response) => Promise<ReceivedImage> {
  const receiveFiles = fileReceiver({
    field: FIELD,
    maxFiles: 1,
    maxFileBytes,
    maxTotalBytes: maxFileBytes,
  });
  return async (req, res) => {
    switch (req.is(['multipart/form-data', 'image/*'])) {
      case null:
        throw new HttpError('MISSING_FILE', `Send the image in the form field "${FIELD}".`);
      case false:
        throw unsupportedMediaType(
          `the image in the form field "${FIELD}", or its bytes as image/*`,
        );
      case 'multipart/form-data': {
        const [file] = await receiveFiles(req, res);
        if (file?.bytes === undefined) throw fileTooLarge(maxFileBytes);
        return { fileName: file.fileName, bytes: file.bytes };
      }
      default:
        return { fileName: undefined, bytes: await readBody(req, maxFileBytes) };
    }
  };
}

/** @param wanted completes "Send …": what the route takes */
export function unsupportedMediaType(wanted: string): HttpError {
  return new HttpError('UNSUPPORTED_MEDIA_TYPE', `Send ${wanted}.`);
}
