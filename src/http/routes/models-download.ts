import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { RequestHandler } from 'express';
import { VERSION_FILES } from '../../registry/version-files';
import { findGoodModel } from '../find-model';
import type { HttpParts } from '../http-parts';
import { sendZip } from './send-zip';

type Parts = Pick<HttpParts, 'catalogue' | 'logger'>;

/**
 * GET /api/models/:version/download: the card of a version and every file that it lists in a zip
 * archive, which is what another installation of this service takes. Whatever else lies in the folder
 * stays there.
 */
export function downloadModel({ catalogue, logger }: Parts): RequestHandler {
  return async (req, res) => {
    const { name, folder, files, card } = await findGoodModel(
      catalogue,
      String(req.params.version),
    );
    const entries = files
      .filter(({ name: file }) => file === VERSION_FILES.card || Object.hasOwn(card.files, file))
      .map((file) => ({
        name: `${name}/${file.name}`,
        bytes: file.bytes,
        read: () => createReadStream(path.join(folder, file.name)),
      }));
    await sendZip(req, res, { name, changed: new Date(card.created_at), entries }, logger);
  };
}
