import { pipeline } from 'node:stream/promises';
import type { RequestHandler, Response } from 'express';
import { exportSamples } from '../../dataset/samples/export-samples';
import { offeredLabels } from '../classes-there';
import { datasetAnswer, type DatasetParts } from '../dataset-answer';
import type { HttpParts } from '../http-parts';
import { parseQuery } from '../parse-query';
import { exportQuerySchema, type DatasetAnswer, type LabelsAnswer } from '../schemas/samples';

type Parts = Pick<HttpParts, 'labelledData'>;

/** GET /api/dataset: the labelled images, counted. */
export function dataset(parts: DatasetParts): RequestHandler {
  return async (_req, res: Response<DatasetAnswer>) => {
    res.json(await datasetAnswer(parts));
  };
}

/** GET /api/labels: the labels that are offered to people; see {@link offeredLabels}. */
export function labels({
  labelledData: { samples },
  state,
}: Parts & Pick<HttpParts, 'state'>): RequestHandler {
  return async (_req, res: Response<LabelsAnswer>) => {
    res.json({ labels: await offeredLabels(samples, state) });
  };
}

/**
 * GET /api/dataset/export: a zip of `<label>/<file name>` with a manifest, streamed; with
 * `split=test` that of the test set, without it that of everything else.
 */
export function exportDataset({
  labelledData: { samples, files, uploadFolder },
  newId,
}: Parts & Pick<HttpParts, 'newId'>): RequestHandler {
  return async (req, res) => {
    const isTest = parseQuery(exportQuerySchema, req.query).split === 'test';
    res.set({
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename="${isTest ? 'test-set' : 'dataset'}.zip"`,
    });
    if (req.method === 'HEAD') res.end();
    else {
      const parts = { store: samples, files, uploadFolder, newId };
      await pipeline(exportSamples(parts, isTest ? 'test' : 'others'), res);
    }
  };
}
