import { createReadStream, type ReadStream } from 'node:fs';
import path from 'node:path';
import type { RequestHandler } from 'express';
import { ZipFile } from 'yazl';
import { VERSION_FILES } from '../../registry/version-files';
import { findGoodModel } from '../find-model';
import type { HttpParts } from '../http-parts';

type Parts = Pick<HttpParts, 'catalogue' | 'logger'>;

/**
 * GET /api/models/:version/download: the card of a version and every file that it lists in a zip
 * archive, read from the disk as the client takes it. Whatever else lies in the folder stays there.
 * Weights do not get smaller by compression, so none is tried.
 */
export function downloadModel({ catalogue, logger }: Parts): RequestHandler {
  return async (req, res) => {
    const { name, folder, files, card } = await findGoodModel(
      catalogue,
      String(req.params.version),
    );
    const archive = new ZipFile();
    let reading: ReadStream | undefined;
    const ofVersion = files.filter(
      ({ name: file }) => file === VERSION_FILES.card || Object.hasOwn(card.files, file),
    );
    for (const file of ofVersion) {
      const options = { size: file.bytes, compress: false, mtime: new Date(card.created_at) };
      archive.addReadStreamLazy(`${name}/${file.name}`, options, (give) => {
        reading = createReadStream(path.join(folder, file.name));
        give(null, reading);
      });
    }
    archive.once('error', (error) => {
      // Too late for another answer: the client sees that the file is not whole.
      logger.warn('a download broke off', { version: name, error });
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
  };
}
