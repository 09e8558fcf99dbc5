import type { RequestHandler, Response } from 'express';
import type { DecodedImage } from '../../imaging/decoded-image';
import { decodeImage } from '../../imaging/decode-image';
import { clientSignal } from '../client-signal';
import type { HttpError } from '../http-error';
import type { HttpParts } from '../http-parts';
import { imageLimits } from '../image-limits';
import { mapConcurrently } from '../map-concurrently';
import { predictionAnswer, toPrediction } from '../prediction-answer';
import type { BatchAnswer } from '../schemas/prediction';
import { toHttpError } from '../to-http-error';
import { fileTooLarge } from '../upload/read-body';
import { batchReceiver } from '../upload/receive-batch';
import type { ReceivedFile } from '../upload/receive-files';

type Parts = Pick<
  HttpParts,
  'config' | 'state' | 'store' | 'labelledData' | 'now' | 'monotonicMs' | 'newId'
>;

/** A file's place in the upload, and its image or what is wrong with it. */
type Decoded = { readonly index: number; readonly fileName: string } & (
  { readonly image: DecodedImage; readonly bytes: Uint8Array } | { readonly error: HttpError }
);

/** As many images are decoded at once as libuv has threads for it; more would only hold memory. */
const DECODES_AT_ONCE = 4;

/** POST /api/predict/batch: many images in, their classes out; a bad image fails only itself. */
export function predictBatch(parts: Parts): RequestHandler {
  const { config, state, store, labelledData, now, monotonicMs, newId } = parts;
  const limits = imageLimits(config);
  const receiveBatch = batchReceiver({
    maxFiles: config.MAX_BATCH_FILES,
    maxFileBytes: config.MAX_CONTENT_LENGTH,
    maxTotalBytes: config.MAX_BATCH_CONTENT_LENGTH,
  });

  const decode = async (file: ReceivedFile, index: number): Promise<Decoded> => {
    const { fileName, bytes } = file;
    try {
      if (bytes === undefined) throw fileTooLarge(config.MAX_CONTENT_LENGTH);
      return { index, fileName, bytes, image: await decodeImage(bytes, limits) };
    } catch (thrown) {
      const error = toHttpError(thrown);
      if (error.status >= 500) throw error;
      return { index, fileName, error };
    }
  };

  return async (req, res: Response<BatchAnswer>) => {
    const signal = clientSignal(res);
    const files = await receiveBatch(req, res);
    const arrivedMs = monotonicMs();
    const decoded = await mapConcurrently(files, DECODES_AT_ONCE, decode);
    const good = decoded.filter((item) => 'image' in item);
    const bad = decoded.filter((item) => 'error' in item);

    const { classifier } = state.requireModel();
    const pixels = good.map(({ image }) => image.pixels);
    const classifications = pixels.length === 0 ? [] : await classifier.classify(pixels, signal);
    const predictions = classifications.map((classification, position) =>
      toPrediction(classification, {
        id: newId(),
        createdAt: now(),
        fileName: good[position]!.fileName,
        durationMs: monotonicMs() - arrivedMs,
      }),
    );
    for (const [position, prediction] of predictions.entries()) {
      const { image, bytes } = good[position]!;
      store.record(prediction);
      labelledData.images.keep(prediction, image, bytes);
    }
    // Whoever is told of them finds them, at every instance, and no crash can take them back.
    await Promise.all([store.recorded(), labelledData.images.recorded()]);

    res.json({
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
    });
  };
}
