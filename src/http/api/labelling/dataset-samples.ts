import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { IMAGE_MEDIA_TYPES, THUMBNAIL_MEDIA_TYPES } from '../../../config/image-formats';
import { pictureOfPixels } from '../../../dataset/samples/former-pixels';
import type { Sample } from '../../../store/samples/sample';
import { HttpError } from '../../kit/errors/http-error';
import { file, json } from '../../kit/answers';
import { jsonBody } from '../../kit/bodies';
import { defineRoute } from '../../kit/route';
import { sampleAnswer } from './sample-answer';
import {
  deletedAnswerSchema,
  deleteManySchema,
  imageQuerySchema,
  movedAnswerSchema,
  moveManySchema,
  relabelledAnswerSchema,
  relabelManySchema,
  relabelOneSchema,
  sampleDetailSchema,
  samplePageSchema,
  sampleQuerySchema,
  sampleSchema,
} from './samples-schema';
import { sendImage, setImageHeaders } from '../../kit/sending/send-image';
import { sendMadeThumbnail, sendView } from '../../kit/sending/send-picture';
import type { LabellingParts } from './labelling-parts';

type Parts = Pick<LabellingParts, 'labelledData'>;
type ImageParts = Pick<LabellingParts, 'labelledData' | 'decodingGate'>;

const DEFAULT_LIMIT = 50;
/** Stands for the SHA-256 of a file. */
const EXAMPLE_ID = '0'.repeat(64);
const ID = /^[0-9a-f]{64}$/;

export const listSamples = defineRoute({
  method: 'get',
  path: '/api/dataset/samples',
  name: 'listSamples',
  subject: 'labelling',
  scope: 'read',
  limit: 'search',
  summary: 'Labelled pictures, newest first, a page at a time.',
  query: sampleQuerySchema,
  answer: json(samplePageSchema),
  errors: ['INVALID_LABEL', 'INVALID_CURSOR'],
  handler:
    ({ labelling }: LabellingParts) =>
    async ({ query: { limit = DEFAULT_LIMIT, cursor, ...query } }) => {
      const page = await labelling.list(query, limit, cursor);
      return { samples: page.samples.map(sampleAnswer), next_cursor: page.nextCursor };
    },
});

export const findSample = defineRoute({
  method: 'get',
  path: '/api/dataset/samples/:id',
  name: 'findSample',
  subject: 'labelling',
  scope: 'read',
  limit: 'default',
  summary: 'A labelled picture, with the history of its labels.',
  answer: json(sampleDetailSchema),
  errors: ['SAMPLE_NOT_FOUND'],
  handler:
    (parts: LabellingParts) =>
    async ({ req }) => {
      const sample = await requireSample(parts, req);
      const history = await parts.labelledData.samples.changes(sample.id);
      return {
        ...sampleAnswer(sample),
        history: history.map((change) => ({
          changed_at: new Date(change.changedAt).toISOString(),
          kind: change.kind,
          source: change.source,
          from_label: change.fromLabel,
          to_label: change.toLabel,
        })),
      };
    },
});

export const sampleImage = defineRoute({
  method: 'get',
  path: '/api/dataset/samples/:id/image',
  name: 'sampleImage',
  subject: 'labelling',
  scope: 'read',
  limit: 'default',
  summary: 'The original file of a labelled picture.',
  description:
    'With `format=webp` it is what a browser can show of it; where the file is lost, what is left of it.',
  query: imageQuerySchema,
  answer: file('the picture', IMAGE_MEDIA_TYPES),
  errors: ['SAMPLE_NOT_FOUND', 'IMAGE_NOT_KEPT', 'QUEUE_FULL'],
  handler:
    (parts: LabellingParts) =>
    async ({ req, res, query: { format: wanted } }) => {
      const sample = await requireSample(parts, req);
      if (wanted !== undefined) {
        await sendMade(parts, sample, res, sendView);
        return;
      }
      const { id, format } = sample;
      const kept = await parts.labelledData.files.read(id, format);
      if (kept === undefined) {
        await sendWhatIsLeft(parts, id, res);
        return;
      }
      setImageHeaders(res, format, kept.bytes);
      await pipeline(kept.stream, res);
    },
});

export const sampleThumbnail = defineRoute({
  method: 'get',
  path: '/api/dataset/samples/:id/thumbnail',
  name: 'sampleThumbnail',
  subject: 'labelling',
  scope: 'read',
  limit: 'default',
  summary: 'A small picture of a labelled one.',
  answer: file('the thumbnail', THUMBNAIL_MEDIA_TYPES),
  errors: ['SAMPLE_NOT_FOUND', 'IMAGE_NOT_KEPT', 'QUEUE_FULL'],
  handler:
    (parts: LabellingParts) =>
    async ({ req, res }) => {
      const sample = await requireSample(parts, req);
      const thumbnail = await parts.labelledData.samples.thumbnail(sample.id);
      if (thumbnail !== undefined) sendImage(res, 'webp', thumbnail);
      else await sendMade(parts, sample, res, sendMadeThumbnail);
    },
});

/** Answers with something made of the original, or with what is left of it. */
async function sendMade(
  parts: ImageParts,
  { id, format, width, height }: Sample,
  res: Response,
  send: typeof sendMadeThumbnail,
): Promise<void> {
  const bytes = await parts.labelledData.files.readWhole(id, format);
  if (bytes === undefined) await sendWhatIsLeft(parts, id, res);
  else await send(res, parts.decodingGate, { format, width, height, bytes });
}

/** Where the file is lost: the thumbnail, or the pixels that an earlier release has stored. */
async function sendWhatIsLeft({ labelledData }: Parts, id: string, res: Response): Promise<void> {
  const thumbnail = await labelledData.samples.thumbnail(id);
  if (thumbnail !== undefined) {
    sendImage(res, 'webp', thumbnail);
    return;
  }
  const pixels = await labelledData.samples.pixels(id);
  if (pixels === undefined) {
    throw new HttpError('IMAGE_NOT_KEPT', 'The file of this sample is lost; upload it again.');
  }
  const { format, bytes } = await pictureOfPixels(pixels);
  sendImage(res, format, bytes);
}

export const relabelSample = defineRoute({
  method: 'patch',
  path: '/api/dataset/samples/:id',
  name: 'relabelSample',
  subject: 'labelling',
  scope: 'data:write',
  limit: 'label',
  summary: 'Gives a picture another label.',
  body: jsonBody(relabelOneSchema, { label: 'Red panda' }),
  answer: json(sampleSchema),
  errors: ['SAMPLE_NOT_FOUND', 'INVALID_LABEL', 'TOO_MANY_CLASSES'],
  handler:
    (parts: LabellingParts) =>
    async ({ req, body: { label } }) => {
      const { id } = await requireSample(parts, req);
      await parts.labelling.relabel([id], label);
      return sampleAnswer(await requireSample(parts, req));
    },
});

export const deleteSample = defineRoute({
  method: 'delete',
  path: '/api/dataset/samples/:id',
  name: 'deleteSample',
  subject: 'labelling',
  scope: 'data:write',
  limit: 'label',
  summary: 'Deletes a labelled picture.',
  answer: json(deletedAnswerSchema),
  errors: ['SAMPLE_NOT_FOUND'],
  handler:
    (parts: LabellingParts) =>
    async ({ req }) => {
      const { id } = await requireSample(parts, req);
      const { changed, missing } = await parts.labelling.delete([id]);
      if (changed.length === 0) throw notFound();
      return { deleted: changed.length, missing: [...missing] };
    },
});

export const relabelSamples = defineRoute({
  method: 'post',
  path: '/api/dataset/samples/relabel',
  name: 'relabelSamples',
  subject: 'labelling',
  scope: 'data:write',
  limit: 'label',
  summary: 'Gives many pictures another label: all of them or none.',
  body: jsonBody(relabelManySchema, { ids: [EXAMPLE_ID], label: 'Red panda' }),
  answer: json(relabelledAnswerSchema),
  errors: ['INVALID_LABEL', 'TOO_MANY_CLASSES'],
  handler:
    ({ labelling }: LabellingParts) =>
    async ({ body: { ids, label } }) => {
      const { label: name, changed, unchanged, missing } = await labelling.relabel(ids, label);
      return {
        label: name,
        relabelled: changed.length,
        unchanged: unchanged.length,
        missing: [...missing],
      };
    },
});

export const moveSamples = defineRoute({
  method: 'post',
  path: '/api/dataset/samples/move',
  name: 'moveSamples',
  subject: 'labelling',
  scope: 'data:write',
  limit: 'label',
  summary: 'Gives pictures of the test set to training.',
  description:
    'The next training learns from them. There is no way back: what a version has learned from cannot judge it.',
  body: jsonBody(moveManySchema, { ids: [EXAMPLE_ID], to: 'train' }),
  answer: json(movedAnswerSchema),
  errors: [],
  handler:
    ({ labelling }: LabellingParts) =>
    async ({ body: { ids } }) => {
      const { changed, unchanged, missing } = await labelling.moveToTraining(ids);
      return { moved: changed.length, unchanged: unchanged.length, missing: [...missing] };
    },
});

export const deleteSamples = defineRoute({
  method: 'post',
  path: '/api/dataset/samples/delete',
  name: 'deleteSamples',
  subject: 'labelling',
  scope: 'data:write',
  limit: 'label',
  summary: 'Deletes many labelled pictures.',
  body: jsonBody(deleteManySchema, { ids: [EXAMPLE_ID] }),
  answer: json(deletedAnswerSchema),
  errors: [],
  handler:
    ({ labelling }: LabellingParts) =>
    async ({ body: { ids } }) => {
      const { changed, missing } = await labelling.delete(ids);
      return { deleted: changed.length, missing: [...missing] };
    },
});

async function requireSample({ labelledData }: Parts, req: Request): Promise<Sample> {
  const id = String(req.params.id);
  const sample = ID.test(id) ? await labelledData.samples.find(id) : undefined;
  if (sample === undefined) throw notFound();
  return sample;
}

function notFound(): HttpError {
  return new HttpError('SAMPLE_NOT_FOUND', 'There is no sample with this id.');
}
