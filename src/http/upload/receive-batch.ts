import type { Request, Response } from 'express';
import { fileReceiver, type FileLimits, type ReceivedFile } from './receive-files';
import { uploadType } from './upload-type';

const FIELD = 'files';

/**
 * Makes a reader of requests that bring many images in the form field `files`.
 *
 * @throws {HttpError} from the reader, a 4xx of its own for everything that is wrong with the form
 */
export function batchReceiver(
  limits: Omit<FileLimits, 'field'>,
): (req: Request, res: Response) => Promise<ReceivedFile[]> {
  const receiveFiles = fileReceiver({ field: FIELD, ...limits });
  return async (req, res) => {
    uploadType(req, ['multipart/form-data'], `the images in the form field "${FIELD}"`);
    return receiveFiles(req, res);
  };
}
