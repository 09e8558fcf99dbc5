import { pipeline } from 'node:stream/promises';
import { exportSamples } from '../../../dataset/samples/export-samples';
import { offeredLabels } from './classes-there';
import { datasetAnswer } from './dataset-answer';
import { file, json } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import { datasetAnswerSchema, exportQuerySchema, labelsAnswerSchema } from './samples-schema';
import type { LabellingParts } from './labelling-parts';

export const dataset = defineRoute({
  method: 'get',
  path: '/api/dataset',
  name: 'dataset',
  subject: 'labelling',
  scope: 'read',
  limit: 'default',
  summary: 'The labelled pictures, counted by class and source.',
  answer: json(datasetAnswerSchema),
  errors: [],
  handler: (parts: LabellingParts) => () => datasetAnswer(parts),
});

export const labels = defineRoute({
  method: 'get',
  path: '/api/labels',
  name: 'labels',
  subject: 'labelling',
  scope: 'read',
  limit: 'default',
  summary: 'The labels that are offered to people.',
  answer: json(labelsAnswerSchema),
  errors: [],
  handler:
    ({ labelledData: { samples }, state }: LabellingParts) =>
    async () => ({ labels: await offeredLabels(samples, state) }),
});

export const exportDataset = defineRoute({
  method: 'get',
  path: '/api/dataset/export',
  name: 'exportDataset',
  subject: 'labelling',
  scope: 'read',
  limit: 'download',
  summary:
    'The files of all samples as they came, with a manifest, in a zip that can be uploaded again.',
  description: 'With `split=test` it is the test set, without it everything else.',
  query: exportQuerySchema,
  answer: file('the archive', ['application/zip']),
  errors: [],
  handler:
    ({ labelledData: { samples, files, uploadFolder }, newId }: LabellingParts) =>
    async ({ req, res, query }) => {
      const isTest = query.split === 'test';
      res.set({
        'Content-Type': 'application/zip',
        'Content-Disposition': `attachment; filename="${isTest ? 'test-set' : 'dataset'}.zip"`,
      });
      if (req.method === 'HEAD') res.end();
      else {
        const parts = { store: samples, files, uploadFolder, newId };
        await pipeline(exportSamples(parts, isTest ? 'test' : 'others'), res);
      }
    },
});
