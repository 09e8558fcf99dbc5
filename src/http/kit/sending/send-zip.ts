import type { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import { ZipFile } from 'yazl';
import type { Logger } from '../../../observability/logger';

/** A file that is to lie in an archive. */
export interface ZipEntry {
  /** With its folders. */
  readonly name: string;
  readonly bytes: number;
  readonly read: () => Readable;
}

/**
 * Answers with files in a zip archive, read one after the other as the client takes them. Weights do
 * not get smaller by compression, so none is tried.
 *
 * @param name of the archive, without its ending
 * @param changed time of the files
 */
export async function sendZip(
  req: Request,
  res: Response,
  { name, changed, entries }: { name: string; changed: Date; entries: readonly ZipEntry[] },
  logger: Logger,
): Promise<void> {
  const archive = new ZipFile();
  let reading: Readable | undefined;
  for (const entry of entries) {
    const options = { size: entry.bytes, compress: false, mtime: changed };
    archive.addReadStreamLazy(entry.name, options, (give) => {
      reading = entry.read();
      give(null, reading);
    });
  }
  archive.once('error', (error) => {
    // Too late for another answer: the client sees that the file is not whole.
    logger.warn('a download broke off', { archive: name, error });
    res.destroy();
  });
  const bytes = await new Promise<number>((resolve) => {
    archive.end({ forceZip64Format: false, comment: '' }, resolve as () => void);
  });
  res.set({
    'Content-Type': 'application/zip',
    'Content-Disposition': `attachment; filename="${name}.zip"`,
    'Content-Length': String(bytes),
  });
  res.once('close', () => reading?.destroy());
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  archive.outputStream.pipe(res);
}
