import type { Trace } from '../../../telemetry/trace';
import type { Request, Response } from 'express';
import type { AdmittedPlace } from '../../upload/admission-line';
import { clientSignal } from '../../kit/client-signal';
import type { HttpError } from '../../kit/errors/http-error';
import { json } from '../../kit/answers';
import { streamedBody } from '../../kit/bodies';
import { defineRoute } from '../../kit/route';
import { requireModel } from '../../middleware/require-model';
import { PREDICTION_ERRORS } from './picture-errors';
import { predictionAnswer } from './prediction-answer';
import { PATIENCE_MS } from './prediction-desk';
import { batchAnswerSchema, predictQuerySchema, type BatchAnswer } from './prediction-schema';
import { toHttpError } from '../../kit/errors/to-http-error';
import { fileTooLarge } from '../../kit/reading/read-body';
import { batchReceiver } from '../../upload/receive-batch';
import type { ReceivedFile } from '../../upload/receive-files';
import type { PredictionParts } from './prediction-parts';

type Parts = Pick<PredictionParts, 'config' | 'state' | 'uploads' | 'predictions' | 'monotonicMs'>;

interface Wanted {
  readonly model_version?: string | undefined;
  readonly top_k?: number | undefined;
}

/** What was read of a batch, and its turn. */
interface Received {
  readonly files: ReceivedFile[];
  readonly turn: AdmittedPlace;
}

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
  query: predictQuerySchema,
  body: streamedBody({
    form: [{ name: 'files', description: 'The pictures.', isMany: true, isRequired: true }],
    files: [],
  }),
  answer: json(batchAnswerSchema),
  errors: PREDICTION_ERRORS,
  before: ({ state }: PredictionParts) => [requireModel({ state })],
  handler: (parts: PredictionParts) => {
    const answer = classifyingBatches(parts);
    return ({ req, res, query }) => answer(req, res, query);
  },
});

/**
 * Makes what classifies the pictures of a request. Under overload, batches wait in line before they
 * are read.
 */
function classifyingBatches(
  parts: Parts,
): (req: Request, res: Response, wanted: Wanted) => Promise<BatchAnswer> {
  const { config, state, uploads, predictions, monotonicMs } = parts;
  const { line } = predictions;
  const receiveBatch = batchReceiver({
    maxFiles: config.MAX_BATCH_FILES,
    maxFileBytes: config.MAX_CONTENT_LENGTH,
    maxTotalBytes: config.MAX_BATCH_CONTENT_LENGTH,
    memory: uploads.memory,
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

  return async (req, res, wanted) => {
    const signal = clientSignal(res);
    const { files, turn } = await receive(req, res, signal);
    try {
      const answered = await answer(files, wanted, signal, res.locals.trace);
      res.locals.predictions = answered.total_processed;
      return answered;
    } finally {
      turn.leave();
    }
  };

  async function answer(
    files: readonly ReceivedFile[],
    { model_version: version, top_k: topK }: Wanted,
    signal: AbortSignal,
    trace: Trace | undefined,
  ): Promise<BatchAnswer> {
    const whole = files.flatMap(({ fileName, bytes }, index) =>
      bytes === undefined ? [] : [{ kind: 'file' as const, fileName, bytes, index }],
    );
    const outcomes = await predictions.many(whole, {
      version,
      signal,
      arrivedMs: monotonicMs(),
      trace,
    });
    const errors = new Map<number, HttpError>();
    const answers: BatchAnswer['predictions'] = [];
    for (const [position, outcome] of outcomes.entries()) {
      const { index } = whole[position]!;
      if ('error' in outcome) errors.set(index, toHttpError(outcome.error));
      else answers.push({ ...predictionAnswer(outcome.prediction, topK), index });
    }
    for (const [index, { bytes }] of files.entries()) {
      if (bytes === undefined) errors.set(index, fileTooLarge(config.MAX_CONTENT_LENGTH));
    }
    return {
      total_processed: answers.length,
      total_errors: errors.size,
      predictions: answers,
      errors: [...errors]
        .sort(([a], [b]) => a - b)
        .map(([index, { message, code }]) => ({
          index,
          filename: files[index]!.fileName,
          error: message,
          code,
        })),
    };
  }
}
