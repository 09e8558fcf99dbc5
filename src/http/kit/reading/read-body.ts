import type { Request } from 'express';
import { HttpError } from '../errors/http-error';
import { refuseEncoded } from './content-encoding';
import { promisedContent } from './promised-content';
import { watchProgress } from './watch-progress';

/** What one request holds of the memory for uploads. */
export interface ByteShare {
  /** @throws {HttpError} UPLOADS_BUSY when there is no room for so many bytes more */
  grow(bytes: number): void;
}

/**
 * Reads a request's body into memory. A body over the limit is refused at once, without waiting
 * for the rest of it.
 *
 * @param openShare opens one of the memory for uploads
 * @throws {HttpError} FILE_TOO_LARGE, UNSUPPORTED_ENCODING, UPLOAD_ABORTED, REQUEST_TIMEOUT,
 *   UPLOADS_BUSY, or UNAUTHENTICATED when it is another body than the one that was signed
 */
export async function readBody(
  req: Request,
  maxBytes: number,
  openShare?: (announcedBytes: number) => ByteShare,
): Promise<Buffer> {
  refuseEncoded(req);
  const announcedBytes = Number(req.get('Content-Length') ?? 0);
  if (announcedBytes > maxBytes) throw fileTooLarge(maxBytes);
  const share = openShare?.(announcedBytes);
  const content = promisedContent(req);

  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    let isRefused = false;
    const refuse = (error: Error): void => {
      isRefused = true;
      chunks = [];
      reject(error);
    };
    req.on('data', (chunk: Buffer) => {
      if (isRefused) return; // read for nobody, so that the connection can be used again
      size += chunk.length;
      content?.add(chunk);
      if (size > maxBytes) {
        refuse(fileTooLarge(maxBytes));
        return;
      }
      try {
        share?.grow(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        refuse(error as Error);
      }
    });
    watchProgress(req, refuse);
    req.once('end', () => {
      const problem = content?.problem();
      if (problem === undefined) resolve(Buffer.concat(chunks));
      else reject(problem);
    });
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

/** More than anybody sends along with what takes no body. */
const MAX_UNREAD_BYTES = 128 * 1024;

/**
 * A body that a route has no use for is left alone, unless its sender has signed it.
 *
 * @throws {HttpError} UNAUTHENTICATED when it is another one than the one that was signed
 */
export async function checkUnread(req: Request): Promise<void> {
  if (promisedContent(req) !== undefined) await readBody(req, MAX_UNREAD_BYTES);
}
