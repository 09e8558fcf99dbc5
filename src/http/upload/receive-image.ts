import type { Request, Response } from 'express';
import type { ByteBudget } from './byte-budget';
import { fileTooLarge, readBody } from '../kit/reading/read-body';
import { fileReceiver } from './receive-files';
import { uploadType } from './upload-type';

/** An image as it came: untrusted bytes. */
export interface ReceivedImage {
  /** Cleaned; undefined for raw bytes, which have no name. */
  readonly fileName: string | undefined;
  readonly bytes: Buffer;
}

export interface ImageLimits {
  readonly maxFileBytes: number;
  /** The memory budget that all requests share. */
  readonly memory: ByteBudget;
}

const FIELD = 'file';
const MULTIPART = 'multipart/form-data';

/**
 * Makes a reader of requests that bring one image, in the form field `file` or as a body of
 * `image/*`.
 *
 * @throws {HttpError} from the reader, a 4xx of its own for everything that is wrong with the request
 */
export function imageReceiver({
  maxFileBytes,
  memory,
}: ImageLimits): (req: Request, res: Response) => Promise<ReceivedImage> {
  const receiveFiles = fileReceiver({
    field: FIELD,
    maxFiles: 1,
    maxFileBytes,
    maxTotalBytes: maxFileBytes,
    memory,
  });
  return async (req, res) => {
    const wanted = `the image in the form field "${FIELD}", or its bytes as image/*`;
    const type = uploadType(req, [MULTIPART, 'image/*'], wanted);
    if (type !== MULTIPART) {
      const bytes = await readBody(req, maxFileBytes, (announcedBytes) =>
        memory.open('single', res, announcedBytes),
      );
      return { fileName: undefined, bytes };
    }
    const [file] = await receiveFiles(req, res);
    if (file?.bytes === undefined) throw fileTooLarge(maxFileBytes);
    return { fileName: file.fileName, bytes: file.bytes };
  };
}
