import { pipeline } from 'node:stream/promises';
import type { Request, RequestHandler, Response } from 'express';
import { pictureOfPixels } from '../../dataset/samples/former-pixels';
import { LabelReader } from '../../dataset/samples/label-reader';
import type { Label, Sample, SampleFilter, SampleStore } from '../../store/samples/sample';
import { HttpError } from '../http-error';
import type { HttpParts } from '../http-parts';
import { parseBody } from '../parse-body';
import { parseQuery } from '../parse-query';
import { sampleAnswer } from '../sample-answer';
import {
  deleteManySchema,
  imageQuerySchema,
  relabelManySchema,
  relabelOneSchema,
  sampleQuerySchema,
  type DeletedAnswer,
  type RelabelledAnswer,
  type SampleAnswer,
  type SampleDetailAnswer,
  type SamplePageAnswer,
} from '../schemas/samples';
import { sendImage, setImageHeaders } from '../send-image';
import { sendMadeThumbnail, sendView } from '../send-picture';

type Parts = Pick<HttpParts, 'labelledData'>;
type ImageParts = Pick<HttpParts, 'labelledData' | 'decodingGate'>;

const DEFAULT_LIMIT = 50;
const ID = /^[0-9a-f]{64}$/;

/** @throws {LabelError} */
function labelOf(samples: SampleStore, text: string): Promise<Label> {
  return new LabelReader(samples).read(text);
}

/** GET /api/dataset/samples: labelled images, newest first, a page at a time. */
export function listSamples({ labelledData: { samples } }: Parts): RequestHandler {
  return async (req, res: Response<SamplePageAnswer>) => {
    const query = parseQuery(sampleQuerySchema, req.query);
    const label = query.label === undefined ? undefined : await labelOf(samples, query.label);
    const filter: SampleFilter = {
      ...(label !== undefined && { labelKey: label.key }),
      ...(query.source !== undefined && { source: query.source }),
      ...(query.split !== undefined && { split: query.split }),
    };
    const page = await samples.list(filter, query.limit ?? DEFAULT_LIMIT, query.cursor);
    res.json({ samples: page.samples.map(sampleAnswer), next_cursor: page.nextCursor });
  };
}

/** GET /api/dataset/samples/:id: one, with the history of its labels. */
export function findSample(parts: Parts): RequestHandler {
  return async (req, res: Response<SampleDetailAnswer>) => {
    const sample = await requireSample(parts, req);
    const history = await parts.labelledData.samples.changes(sample.id);
    res.json({
      ...sampleAnswer(sample),
      history: history.map((change) => ({
        changed_at: new Date(change.changedAt).toISOString(),
        kind: change.kind,
        source: change.source,
        from_label: change.fromLabel,
        to_label: change.toLabel,
      })),
    });
  };
}

/**
 * GET /api/dataset/samples/:id/image: the original file, or, with `format=webp`, what a browser can
 * show of it; what is left of it where that is lost.
 */
export function sampleImage(parts: ImageParts): RequestHandler {
  return async (req, res) => {
    const { format: wanted } = parseQuery(imageQuerySchema, req.query);
    const sample = await requireSample(parts, req);
    if (wanted !== undefined) {
      await sendMade(parts, sample, res, sendView);
      return;
    }
    const { id, format } = sample;
    const file = await parts.labelledData.files.read(id, format);
    if (file === undefined) {
      await sendWhatIsLeft(parts, id, res);
      return;
    }
    setImageHeaders(res, format, file.bytes);
    await pipeline(file.stream, res);
  };
}

/** GET /api/dataset/samples/:id/thumbnail */
export function sampleThumbnail(parts: ImageParts): RequestHandler {
  return async (req, res) => {
    const sample = await requireSample(parts, req);
    const thumbnail = await parts.labelledData.samples.thumbnail(sample.id);
    if (thumbnail !== undefined) sendImage(res, 'webp', thumbnail);
    else await sendMade(parts, sample, res, sendMadeThumbnail);
  };
}

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

/** PATCH /api/dataset/samples/:id: another label. */
export function relabelSample(parts: Parts): RequestHandler {
  return async (req, res: Response<SampleAnswer>) => {
    const { id } = await requireSample(parts, req);
    const { label } = await parseBody(relabelOneSchema, req);
    const { collection, samples } = parts.labelledData;
    await collection.relabel([id], await labelOf(samples, label));
    res.json(sampleAnswer(await requireSample(parts, req)));
  };
}

/** DELETE /api/dataset/samples/:id */
export function deleteSample(parts: Parts): RequestHandler {
  return async (req, res: Response<DeletedAnswer>) => {
    const { id } = await requireSample(parts, req);
    const { changed, missing } = await parts.labelledData.collection.delete([id]);
    if (changed.length === 0) throw notFound();
    res.json({ deleted: changed.length, missing: [...missing] });
  };
}

/** POST /api/dataset/samples/relabel: many at once. */
export function relabelSamples({ labelledData: { collection, samples } }: Parts): RequestHandler {
  return async (req, res: Response<RelabelledAnswer>) => {
    const { ids, label } = await parseBody(relabelManySchema, req);
    const read = await labelOf(samples, label);
    const { changed, unchanged, missing } = await collection.relabel(ids, read);
    res.json({
      label: read.name,
      relabelled: changed.length,
      unchanged: unchanged.length,
      missing: [...missing],
    });
  };
}

/** POST /api/dataset/samples/delete: many at once. */
export function deleteSamples({ labelledData: { collection } }: Parts): RequestHandler {
  return async (req, res: Response<DeletedAnswer>) => {
    const { ids } = await parseBody(deleteManySchema, req);
    const { changed, missing } = await collection.delete(ids);
    res.json({ deleted: changed.length, missing: [...missing] });
  };
}

async function requireSample({ labelledData }: Parts, req: Request): Promise<Sample> {
  const id = String(req.params.id);
  const sample = ID.test(id) ? await labelledData.samples.find(id) : undefined;
  if (sample === undefined) throw notFound();
  return sample;
}

function notFound(): HttpError {
  return new HttpError('SAMPLE_NOT_FOUND', 'There is no sample with this id.');
}
