import { pipeline } from 'node:stream/promises';
import { isExportFileName, type ExportFileName } from '../../../export/export-files';
import { closeFiles, type OpenedFile } from '../../../export/opened-export';
import { clientSignal } from '../../kit/client-signal';
import { despiteChanges } from './despite-changes';
import { findGoodModel } from './find-model';
import type { ErrorCode } from '../../kit/errors/error-codes';
import { HttpError } from '../../kit/errors/http-error';
import { file } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import { sendZip } from '../../kit/sending/send-zip';
import type { ModelParts } from './model-parts';

const ERRORS: readonly ErrorCode[] = [
  'MODEL_NOT_FOUND',
  'MODEL_BROKEN',
  'MODEL_NOT_EXPORTABLE',
  'EXPORTS_BUSY',
];

export const exportModel = defineRoute({
  method: 'get',
  path: '/api/models/:version/export',
  name: 'exportModel',
  subject: 'models',
  scope: 'read',
  limit: 'download',
  summary:
    'What is needed to use a version elsewhere: graphs with the head inside, class names, how pictures are fitted, and code.',
  answer: file('the archive', ['application/zip']),
  errors: [...ERRORS],
  handler:
    (parts: ModelParts) =>
    async ({ req, res }) => {
      const { catalogue, exporter, logger, state } = parts;
      const signal = AbortSignal.any([clientSignal(res), state.stopSignal]);
      const version = await findGoodModel(catalogue, String(req.params.version));
      const files = await despiteChanges([version.name], parts, () =>
        exporter.open(version, signal),
      );
      res.once('close', () => void closeFiles(files));
      const name = `${version.name}-export`;
      const entries = files.map((one) => ({
        name: `${name}/${one.name}`,
        bytes: one.bytes,
        read: () => one.handle.createReadStream({ autoClose: false }),
      }));
      await sendZip(
        req,
        res,
        { name, changed: new Date(version.card.created_at), entries },
        logger,
      );
    },
});

export const exportedFile = defineRoute({
  method: 'get',
  path: '/api/models/:version/export/:file',
  name: 'exportedFile',
  subject: 'models',
  scope: 'read',
  limit: 'download',
  summary: 'One file of the export of a version.',
  answer: file(
    'the file',
    ['application/octet-stream', 'application/json', 'text/javascript', 'text/markdown'],
    { isRevalidated: true },
  ),
  errors: [...ERRORS, 'NOT_FOUND'],
  handler:
    (parts: ModelParts) =>
    async ({ req, res }) => {
      const { catalogue, exporter, state } = parts;
      const name = String(req.params.file);
      if (!isExportFileName(name)) throw noSuchFile();
      const signal = AbortSignal.any([clientSignal(res), state.stopSignal]);
      const version = await findGoodModel(catalogue, String(req.params.version));
      const tag = `"${exporter.identify(version)}"`;
      // The same version of the same release gives the same bytes: a browser need not load them again.
      res.set({ ETag: tag, 'Cache-Control': 'no-cache' });
      if (req.fresh) {
        res.status(304).end();
        return;
      }
      const files = await despiteChanges([version.name], parts, () =>
        exporter.open(version, signal, [name]),
      );
      try {
        const [found] = files;
        if (found === undefined) throw noSuchFile();
        res.set({
          'Content-Type': typeOf(name),
          'Content-Length': String(found.bytes),
          'Content-Disposition': `attachment; filename="${name}"`,
        });
        if (req.method === 'HEAD') res.end();
        else await send(found, res, signal);
      } finally {
        await closeFiles(files);
      }
    },
});

async function send(
  { handle }: OpenedFile,
  res: NodeJS.WritableStream,
  signal: AbortSignal,
): Promise<void> {
  try {
    await pipeline(handle.createReadStream({ autoClose: false }), res);
  } catch (error) {
    // The client is gone, or the service is ending: nobody is there to be told.
    if (!signal.aborted) throw error;
  }
}

function typeOf(name: ExportFileName): string {
  if (name.endsWith('.json')) return 'application/json';
  if (name.endsWith('.js')) return 'text/javascript; charset=utf-8';
  return name.endsWith('.md') ? 'text/markdown; charset=utf-8' : 'application/octet-stream';
}

function noSuchFile(): HttpError {
  return new HttpError('NOT_FOUND', 'The export of this version has no such file.');
}
