import type { Response } from 'express';
import { mapConcurrently } from '../../../config/map-concurrently';
import { ownValue } from '../../../config/named-values';
import { labelKey } from '../../../dataset/samples/label';
import { clientSignal } from '../../kit/client-signal';
import { HttpError } from '../../kit/errors/http-error';
import { json } from '../../kit/answers';
import { jsonBody, streamedBody } from '../../kit/bodies';
import { defineRoute } from '../../kit/route';
import { shedLoad } from '../../middleware/shed-load';
import { PREDICTION_ERRORS } from '../../api/predictions/picture-errors';
import type { Predicted } from '../../api/predictions/prediction-desk';
import { uploadTooLarge } from '../../upload/receive-files';
import { countPictures } from '../classify-for-protocol';
import { readProtocolJson } from '../read-body';
import { EXAMPLE_CONFIG, EXAMPLE_TASK } from './example-task';
import { choicesOfImage, type ChoicesOfImage } from './label-config';
import {
  predictAnswerSchema,
  predictBodySchema,
  type PredictAnswer,
  type TaskData,
} from './schemas';
import { TaskPictures, type ReadingBounds, type TaskPicture } from './task-pictures';
import type { ProtocolParts } from '../protocol-parts';

const FETCHES_AT_ONCE = 4;

export const labelStudioPredict = defineRoute({
  method: 'post',
  path: '/label-studio/predict',
  name: 'labelStudioPredict',
  subject: 'protocols',
  scope: 'predict',
  limit: 'predict',
  summary: 'Label Studio: the choices of the pictures of tasks.',
  description:
    'Pictures are fetched from the Label Studio at LABEL_STUDIO_URL alone, or stand in the task as data URIs.',
  body: streamedBody({
    form: [],
    files: [],
    json: jsonBody(predictBodySchema, { tasks: [EXAMPLE_TASK], label_config: EXAMPLE_CONFIG }),
  }),
  answer: json(predictAnswerSchema),
  errors: [...PREDICTION_ERRORS, 'TOO_MANY_FILES'],
  before: ({ state, config }: ProtocolParts) => [
    shedLoad({ state, maxQueueSize: config.MAX_QUEUE_SIZE }),
  ],
  handler: (parts: ProtocolParts) => {
    const { config, uploads, logger, predictions, state, monotonicMs } = parts;
    const pictures = taskPictures(parts);

    /** @returns undefined where there is no picture, as the log says */
    async function pictureOf(
      data: TaskData,
      { dataKey }: ChoicesOfImage,
      bounds: ReadingBounds,
    ): Promise<TaskPicture | undefined> {
      try {
        return await pictures.read(ownValue(data, dataKey), bounds);
      } catch (error) {
        if (!(error instanceof HttpError) || error.code === 'UPLOADS_BUSY') throw error;
        logger.warn('a picture of Label Studio is not classified', { error });
        return undefined;
      }
    }

    return async ({ req, res }): Promise<PredictAnswer> => {
      const signal = clientSignal(res);
      const body = await readProtocolJson(predictBodySchema, req, res, uploads.memory);
      const { tasks } = body;
      const choices = choicesOfImage(body.label_config);
      if (choices === undefined) {
        throw new HttpError('INVALID_BODY', 'label_config: there are no Choices of an Image.');
      }
      await countPictures(parts, req, res, tasks.length);
      const bounds = { signal, grow: growing(parts, res), trace: res.locals.trace };
      const read = await mapConcurrently(tasks, FETCHES_AT_ONCE, ({ data }) =>
        pictureOf(data, choices, bounds),
      );
      const there = read.flatMap((one) =>
        one === undefined ? [] : [{ kind: 'file' as const, ...one }],
      );
      const wanted = { signal, arrivedMs: monotonicMs(), trace: res.locals.trace };
      const outcomes = await predictions.each(there, wanted);
      res.locals.predictions = outcomes.filter((outcome) => 'prediction' in outcome).length;
      const active = state.requireModel().version.name;
      let next = 0;
      const results = read.map((one) => {
        const outcome = one === undefined ? undefined : outcomes[next++];
        return outcome === undefined || 'error' in outcome
          ? { model_version: active, score: 0, result: [] }
          : resultOf(outcome, choices);
      });
      return { model_version: results[0]?.model_version ?? active, results };
    };

    /** Makes what counts the bytes of all pictures that are fetched for a request. */
    function growing(
      { uploads: { memory } }: Pick<ProtocolParts, 'uploads'>,
      res: Response,
    ): (bytes: number) => void {
      const share = memory.open('bulk', res);
      let fetched = 0;
      return (bytes) => {
        fetched += bytes;
        if (fetched > config.MAX_BATCH_CONTENT_LENGTH) {
          throw uploadTooLarge(config.MAX_BATCH_CONTENT_LENGTH);
        }
        share.grow(bytes);
      };
    }
  },
});

/** The pictures of tasks, as configured. */
export function taskPictures({ config }: Pick<ProtocolParts, 'config'>): TaskPictures {
  return new TaskPictures({
    address: config.LABEL_STUDIO_URL,
    token: config.LABEL_STUDIO_TOKEN,
    maxBytes: config.MAX_CONTENT_LENGTH,
  });
}

/** A class that the project does not have cannot be chosen in it: there is no result then. */
function resultOf(
  { prediction, classification }: Predicted,
  { fromName, toName, choices }: ChoicesOfImage,
): PredictAnswer['results'][number] {
  const choice = choices.get(labelKey(prediction.predictedClass));
  const score = classification.confidence;
  return {
    model_version: prediction.modelVersion,
    score,
    result:
      choice === undefined
        ? []
        : [
            {
              from_name: fromName,
              to_name: toName,
              type: 'choices',
              value: { choices: [choice.written] },
              score,
            },
          ],
  };
}
