import type { Request, Response } from 'express';
import type { InputSpec } from '../../config/input-spec';
import { mapConcurrently } from '../../config/map-concurrently';
import type { DecodedImage } from '../../imaging/decoded-image';
import { decodeImage } from '../../imaging/decode-image';
import { headerPixels } from '../../imaging/header-pixels';
import { PixelBudget, PixelBudgetError } from '../../imaging/pixel-budget';
import type { Classification } from '../../inference/classification';
import { AdmissionLine, type AdmittedPlace } from '../admission-line';
import { clientSignal } from '../client-signal';
import type { HttpError } from '../http-error';
import type { HttpParts } from '../http-parts';
import { imageLimits } from '../image-limits';
import { json } from '../kit/answers';
import { streamedBody } from '../kit/bodies';
import { defineRoute } from '../kit/route';
import { requireModel } from '../middleware/require-model';
import { PICTURE_ERRORS } from '../picture-errors';
import { predictionAnswer, toPrediction } from '../prediction-answer';
import { recordPredictions } from '../record-predictions';
import { batchAnswerSchema, type BatchAnswer } from '../schemas/prediction';
import { toHttpError } from '../to-http-error';
import { fileTooLarge } from '../upload/read-body';
import { batchReceiver } from '../upload/receive-batch';
import type { ReceivedFile } from '../upload/receive-files';

type Parts = Pick<
  HttpParts,
  | 'config'
  | 'state'
  | 'store'
  | 'labelledData'
  | 'decodingGate'
  | 'historyPlaces'
  | 'uploads'
  | 'now'
  | 'monotonicMs'
  | 'newId'
>;

/** A file's place in the upload, and its image or what is wrong with it. */
type Decoded = { readonly index: number; readonly fileName: string } & (
  { readonly image: DecodedImage; readonly bytes: Uint8Array } | { readonly error: HttpError }
);

/** What was read of a batch, and its turn. */
interface Received {
  readonly files: ReceivedFile[];
  readonly turn: AdmittedPlace;
}

/** As many images are decoded at once as libuv has threads for it; more would only hold memory. */
const DECODES_AT_ONCE = 4;

/** Batches at work at once: one is classified and another decoded while a third is read. */
const BATCHES_AT_ONCE = 3;
/** Longest a batch waits for its turn before it is refused unread. */
const PATIENCE_MS = 5000;
/** Batches that wait unread hold a connection and little else. */
const MAX_WAITING = 1000;
/** A client that sends for longer goes on sending, but no longer in the way of the others. */
const SLOW_MS = 1000;

export const predictBatch = defineRoute({
  method: 'post',
  path: '/api/predict/batch',
  name: 'predictBatch',
  subject: 'predictions',
  scope: 'predict',
  limit: 'batch',
  summary: 'Many pictures in, their classes out; a bad picture fails only itself.',
  body: streamedBody({
    form: [{ name: 'files', description: 'The pictures.', isMany: true, isRequired: true }],
    files: [],
  }),
  answer: json(batchAnswerSchema),
  errors: PICTURE_ERRORS,
  before: ({ state }) => [requireModel({ state })],
  handler: (parts) => {
    const answer = classifyingBatches(parts);
    return ({ req, res }) => answer(req, res);
  },
});

/**
 * Makes what classifies the pictures of a request. Under overload, batches wait in line before they
 * are read, and places in the queue are reserved before they are decoded: what has been worked on is
 * never refused.
 */
function classifyingBatches(parts: Parts): (req: Request, res: Response) => Promise<BatchAnswer> {
  const { config, state, decodingGate, uploads, historyPlaces, now, monotonicMs, newId } = parts;
  const limits = imageLimits(config);
  const receiveBatch = batchReceiver({
    maxFiles: config.MAX_BATCH_FILES,
    maxFileBytes: config.MAX_CONTENT_LENGTH,
    maxTotalBytes: config.MAX_BATCH_CONTENT_LENGTH,
    memory: uploads.memory,
  });

  const line = new AdmissionLine({
    places: BATCHES_AT_ONCE,
    patienceMs: PATIENCE_MS,
    maxWaiting: MAX_WAITING,
  });

  /** Reads a batch in its turn, and keeps that turn until it is left. */
  async function receive(req: Request, res: Response, signal: AbortSignal): Promise<Received> {
    let turn = await line.enter(signal);
    const slow = setTimeout(() => turn.leave(), SLOW_MS);
    try {
      const { classifier } = state.requireModel();
      // Where single pictures fill the queue, nothing more is read.
      (await classifier.reserve(1, { patienceMs: PATIENCE_MS, signal })).release();
      const files = await receiveBatch(req, res);
      if (!turn.isInside) turn = await line.enterAgain(signal);
      return { files, turn };
    } catch (error) {
      turn.leave();
      throw error;
    } finally {
      clearTimeout(slow);
    }
  }

  /** @throws {PixelBudgetError} before any of them is decoded, where their headers tell */
  async function decodeAll(
    files: readonly ReceivedFile[],
    input: InputSpec,
    signal: AbortSignal,
  ): Promise<Decoded[]> {
    const announced = new PixelBudget(config.MAX_REQUEST_PIXELS);
    for (const { bytes } of files) {
      if (bytes !== undefined) announced.charge(headerPixels(bytes));
    }
    const decoded = new PixelBudget(config.MAX_REQUEST_PIXELS);
    const admitting = {
      ...limits,
      admit(pixels: number): Promise<() => void> {
        decoded.charge(pixels);
        return decodingGate.enter(pixels, 'bulk', signal);
      },
    };
    return mapConcurrently(files, DECODES_AT_ONCE, async ({ fileName, bytes }, index) => {
      try {
        signal.throwIfAborted();
        if (bytes === undefined) throw fileTooLarge(config.MAX_CONTENT_LENGTH);
        return { index, fileName, bytes, image: await decodeImage(bytes, admitting, input) };
      } catch (thrown) {
        if (thrown instanceof PixelBudgetError) throw thrown;
        const error = toHttpError(thrown);
        if (error.status >= 500) throw thrown;
        return { index, fileName, error };
      }
    });
  }

  return async (req, res) => {
    const signal = clientSignal(res);
    const { files, turn } = await receive(req, res, signal);
    try {
      const answered = await answer(files, signal);
      res.locals.predictions = answered.total_processed;
      return answered;
    } finally {
      turn.leave();
    }
  };

  async function answer(files: readonly ReceivedFile[], signal: AbortSignal): Promise<BatchAnswer> {
    const arrivedMs = monotonicMs();
    const { classifier } = state.requireModel();
    const places = await classifier.reserve(files.length, {
      patienceMs: config.PREDICT_TIMEOUT_MS,
      signal,
    });
    let decoded: Decoded[];
    let classifications: Classification[];
    const lease = classifier.lease();
    try {
      decoded = await decodeAll(files, lease.version.card.input, signal);
      const pixels = decoded.flatMap((item) => ('image' in item ? [item.image.pixels] : []));
      classifications = await lease.classify(pixels, signal, places);
    } finally {
      lease.release();
      places.release();
    }
    const good = decoded.filter((item) => 'image' in item);
    const bad = decoded.filter((item) => 'error' in item);
    const createdAt = now();
    const place = historyPlaces.next(createdAt.getTime());
    const predictions = classifications.map((classification, position) =>
      toPrediction(classification, {
        id: newId(),
        createdAt,
        place,
        fileName: good[position]!.fileName,
        durationMs: monotonicMs() - arrivedMs,
      }),
    );
    await recordPredictions(
      parts,
      predictions.map((prediction, position) => ({ ...good[position]!, prediction })),
    );

    return {
      total_processed: good.length,
      total_errors: bad.length,
      predictions: predictions.map((prediction, position) => ({
        ...predictionAnswer(prediction),
        index: good[position]!.index,
      })),
      errors: bad.map(({ index, fileName, error }) => ({
        index,
        filename: fileName,
        error: error.message,
        code: error.code,
      })),
    };
  }
}
