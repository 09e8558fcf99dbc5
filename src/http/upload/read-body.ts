import type { Request } from 'express';
import { HttpError } from '../http-error';
import { refuseEncoded } from './content-encoding';

/**
 * Reads a request's body into memory. A body over the limit is refused at once, without waiting
 * for the rest of it.
 *
 * @throws {HttpError} FILE_TOO_LARGE, UNSUPPORTED_ENCODING or UPLOAD_ABORTED
 */
export async function readBody(req: Request, maxBytes: number): Promise<Buffer> {
  refuseEncoded(req);
  if (Number(req.get('Content-Length')) > maxBytes) throw fileTooLarge(maxBytes);

  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      chunks = [];
      reject(fileTooLarge(maxBytes));
    });
    req.once('end', () => resolve(Buffer.concat(chunks)));
    const aborted = (cause?: unknown): void =>
      reject(new HttpError('UPLOAD_ABORTED', 'The upload was broken off.', { cause }));
    req.once('error', aborted);
    req.once('close', aborted);
  });
}

/** A file over the size limit. */
export function fileTooLarge(maxBytes: number): HttpError {
  return new HttpError('FILE_TOO_LARGE', `The file is larger than ${maxBytes} bytes.`);
}
