import { pipeline } from 'node:stream/promises';
import type { RequestHandler, Response } from 'express';
import { exportSamples } from '../../dataset/samples/export-samples';
import { datasetAnswer, type DatasetParts } from '../dataset-answer';
import type { HttpParts } from '../http-parts';
import type { DatasetAnswer, LabelsAnswer } from '../schemas/samples';

type Parts = Pick<HttpParts, 'labelledData'>;

/** GET /api/dataset: the labelled images, counted. */
export function dataset(parts: DatasetParts): RequestHandler {
  return async (_req, res: Response<DatasetAnswer>) => {
    res.json(await datasetAnswer(parts));
  };
}

/** GET /api/labels: every label that was ever given, and the ten of CIFAR-10. */
export function labels({ labelledData }: Parts): RequestHandler {
  return async (_req, res: Response<LabelsAnswer>) => {
    res.json({ labels: (await labelledData.samples.labels()).map(({ name }) => name) });
  };
}

/** GET /api/dataset/export: a zip of `<label>/<id>.<ending>`, streamed. */
export function exportDataset({ labelledData: { samples, files } }: Parts): RequestHandler {
  return async (req, res) => {
    res.set({
      'Content-Type': 'application/zip',
      'Content-Disposition': 'attachment; filename="dataset.zip"',
    });
    if (req.method === 'HEAD') res.end();
    else await pipeline(exportSamples({ store: samples, files }), res);
  };
}
