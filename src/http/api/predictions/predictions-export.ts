import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';
import type { Request, Response } from 'express';
import type { Prediction } from '../../../store/prediction';
import { clientSignal } from '../../kit/client-signal';
import { file } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import { predictionAnswer } from './prediction-answer';
import { exportHistoryQuerySchema, type HistoryQuery } from './history-schema';
import { filterOf } from './predictions';
import type { PredictionParts } from './prediction-parts';

type Parts = Pick<PredictionParts, 'store' | 'logger'>;

/** Predictions that are read and spelled at once: a millisecond or two of the event loop. */
const PAGE = 100;

type Cell = string | number | boolean | undefined;

/** The columns of a table, and what stands in them. */
const COLUMNS: Readonly<Record<string, (prediction: Prediction) => Cell>> = {
  id: ({ id }) => id,
  timestamp: ({ createdAt }) => new Date(createdAt).toISOString(),
  file_name: ({ fileName }) => fileName,
  predicted_class: ({ predictedClass }) => predictedClass,
  confidence: ({ confidence }) => confidence,
  uncertain: ({ uncertain }) => String(uncertain),
  model_version: ({ modelVersion }) => modelVersion,
  prediction_time_ms: ({ durationMs }) => durationMs,
  feedback: ({ feedback }) => feedback?.verdict,
  feedback_label: ({ feedback }) => feedback?.label,
};

export const exportPredictions = defineRoute({
  method: 'get',
  path: '/api/predictions/export',
  name: 'exportPredictions',
  subject: 'predictions',
  scope: 'read',
  limit: 'download',
  summary: 'Everything that fits the filters of the history, newest first, as a file.',
  query: exportHistoryQuerySchema,
  answer: file('predictions', ['application/json', 'text/csv']),
  errors: [],
  handler: (parts: PredictionParts) => {
    const send = exporting(parts);
    return ({ req, res, query }) => send(req, res, query);
  },
});

/** Makes what sends predictions as a client takes them, however many they are. */
function exporting({
  store,
  logger,
}: Parts): (
  req: Request,
  res: Response,
  query: HistoryQuery & { format: 'json' | 'csv' },
) => Promise<void> {
  async function* pages(
    query: HistoryQuery,
    signal: AbortSignal,
  ): AsyncGenerator<readonly Prediction[]> {
    const filter = filterOf(query);
    let cursor: string | undefined;
    do {
      const page = await store.list(filter, PAGE, cursor, 'time', signal);
      yield page.predictions;
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }

  return async (req, res, { format, ...query }) => {
    res.set({
      'Content-Type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
      'Content-Disposition': `attachment; filename="predictions.${format}"`,
    });
    if (req.method === 'HEAD') {
      res.end();
      return;
    }
    const found = pages(query, clientSignal(res));
    const text = format === 'csv' ? asCsv(found) : asJson(found);
    await pipeline(Readable.from(text), res).catch((error: unknown) => {
      // Too late for another answer: the client sees that the file is not whole.
      if (!res.destroyed) logger.warn('an export broke off', { error });
      res.destroy();
    });
  };
}

async function* asJson(pages: AsyncIterable<readonly Prediction[]>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const page of pages) {
    const text = page.map((one) => JSON.stringify(entryOf(one))).join(',\n');
    if (text !== '') yield separator + text;
    if (text !== '') separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

async function* asCsv(pages: AsyncIterable<readonly Prediction[]>): AsyncGenerator<string> {
  // A file name may look like a formula to a spreadsheet, and so may a part of it.
  const options = { escape_formulas: true, cast: { string: withoutInnerFormulas } };
  yield stringify([Object.keys(COLUMNS)], options);
  for await (const page of pages) {
    const rows = page.map((one) => Object.values(COLUMNS).map((cell) => cell(one)));
    if (rows.length > 0) yield stringify(rows, options);
  }
}

/**
 * What may be taken for a separator, in many countries a semicolon, with a formula behind it. Quotes
 * around the text do not help: for such a spreadsheet they stand in the middle of another cell.
 */
const INNER_FORMULA = /[;|\t,][ "']*(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;

function withoutInnerFormulas(text: string): string {
  return text.replace(INNER_FORMULA, "$&'");
}

function entryOf(prediction: Prediction): ReturnType<typeof predictionAnswer> & {
  feedback: { verdict: string; label: string } | null;
} {
  const { feedback } = prediction;
  return {
    ...predictionAnswer(prediction),
    feedback: feedback === undefined ? null : { verdict: feedback.verdict, label: feedback.label },
  };
}
