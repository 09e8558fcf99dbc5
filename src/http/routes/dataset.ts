import { pipeline } from 'node:stream/promises';
import type { RequestHandler, Response } from 'express';
import { CIFAR10_CLASSES } from '../../config/cifar10';
import { exportSamples } from '../../dataset/samples/export-samples';
import type { SampleCount } from '../../store/samples/sample';
import type { HttpParts } from '../http-parts';
import type { DatasetAnswer, LabelsAnswer } from '../schemas/samples';

type Parts = Pick<HttpParts, 'labelledData' | 'lastTrainingAt'>;

/** Predictions with feedback that the accuracy is of. */
const LAST_FEEDBACK = 1000;

/** GET /api/dataset: the labelled images, counted. */
export function dataset({ labelledData, lastTrainingAt }: Parts): RequestHandler {
  const { samples, images, feedbackStore } = labelledData;
  return async (_req, res: Response<DatasetAnswer>) => {
    const trainedAt = await lastTrainingAt();
    const since = trainedAt?.getTime() ?? 0;
    const counts = await samples.count(since);
    const kept = await images.counts();
    res.json({
      total: sum(counts),
      held_out: sum(counts.filter(({ heldOut }) => heldOut)),
      classes: classesOf(counts),
      sources: bySource(counts),
      last_training_at: trainedAt?.toISOString() ?? null,
      since_last_training: await samples.changesSince(since),
      feedback: await feedbackStore.accuracy({ last: LAST_FEEDBACK }),
      prediction_images: {
        kept: kept.images,
        bytes: kept.bytes,
        dropped: kept.droppedImages,
        dropped_thumbnails: kept.droppedThumbnails,
      },
    });
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

function classesOf(counts: readonly SampleCount[]): DatasetAnswer['classes'] {
  const labels = new Set<string>([...CIFAR10_CLASSES, ...counts.map(({ label }) => label)]);
  return [...labels].map((label) => {
    const group = counts.filter((count) => count.label === label);
    return {
      label,
      samples: sum(group),
      held_out: sum(group.filter(({ heldOut }) => heldOut)),
      new: group.reduce((total, { changed }) => total + changed, 0),
      by_source: bySource(group),
    };
  });
}

function bySource(counts: readonly SampleCount[]): DatasetAnswer['sources'] {
  const of = (source: string): number => sum(counts.filter((count) => count.source === source));
  return { upload: of('upload'), archive: of('archive'), feedback: of('feedback') };
}

function sum(counts: readonly SampleCount[]): number {
  return counts.reduce((total, { samples }) => total + samples, 0);
}
