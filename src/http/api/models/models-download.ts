import { createReadStream } from 'node:fs';
import path from 'node:path';
import { VERSION_FILES } from '../../../registry/version-files';
import { findGoodModel } from './find-model';
import { file } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import { sendZip } from '../../kit/sending/send-zip';
import type { ModelParts } from './model-parts';

export const downloadModel = defineRoute({
  method: 'get',
  path: '/api/models/:version/download',
  name: 'downloadModel',
  subject: 'models',
  scope: 'read',
  limit: 'download',
  summary:
    'A version as another installation of this service takes it: its card and every file that it lists.',
  answer: file('the archive', ['application/zip']),
  errors: ['MODEL_NOT_FOUND', 'MODEL_BROKEN'],
  handler:
    ({ catalogue, logger }: ModelParts) =>
    async ({ req, res }) => {
      const { name, folder, files, card } = await findGoodModel(
        catalogue,
        String(req.params.version),
      );
      const entries = files
        .filter(({ name: own }) => own === VERSION_FILES.card || Object.hasOwn(card.files, own))
        .map((one) => ({
          name: `${name}/${one.name}`,
          bytes: one.bytes,
          read: () => createReadStream(path.join(folder, one.name)),
        }));
      await sendZip(req, res, { name, changed: new Date(card.created_at), entries }, logger);
    },
});
