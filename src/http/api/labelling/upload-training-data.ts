import { json, Reply } from '../../kit/answers';
import { streamedBody } from '../../kit/bodies';
import { defineRoute } from '../../kit/route';
import { ERRORS } from '../../kit/errors/error-codes';
import {
  trainingUploadAnswerSchema,
  trainingUploadRefusalSchema,
  type TrainingUploadAnswer,
  type TrainingUploadRefusal,
} from './samples-schema';
import type { LabellingParts } from './labelling-parts';

export const uploadTrainingData = defineRoute({
  method: 'post',
  path: '/api/upload/training-data',
  name: 'uploadTrainingData',
  subject: 'labelling',
  scope: 'data:write',
  limit: 'default',
  summary: 'Labelled pictures, one by one or in archives.',
  description:
    "Good ones are kept, bad ones and loose files listed. Where nothing could be saved, an error lists every reason. At most 256 classes, CIFAR-10's included.",
  body: streamedBody({
    form: [
      {
        name: 'files',
        description: 'Pictures, or a zip, tar or tar.gz of `<label>/<picture>`.',
        isMany: true,
        isRequired: true,
      },
      {
        name: 'labels',
        description: 'One for each file, or one for all.',
        isMany: true,
        isText: true,
      },
      { name: 'use', description: '`test` for the test set, else `train`.', isText: true },
    ],
    files: [],
  }),
  answer: json<TrainingUploadAnswer | TrainingUploadRefusal>(trainingUploadAnswerSchema, {
    others: [
      [ERRORS.NO_IMAGE_SAVED.status, trainingUploadRefusalSchema],
      [ERRORS.TOO_MANY_CLASSES.status, trainingUploadRefusalSchema],
    ],
  }),
  errors: [
    'LABEL_COUNT_MISMATCH',
    'INVALID_LABEL',
    'INVALID_BODY',
    'TOO_MANY_LABELS',
    'TOO_MANY_SAMPLES',
    'TOO_MANY_PIXELS',
  ],
  handler:
    ({ saveUpload }: LabellingParts) =>
    async ({ req, res }) => {
      const answer = await saveUpload(req, res);
      if (answer.files_saved > 0) return answer;
      return new Reply(refusal(answer, res.locals.requestId), {
        status: ERRORS[refusalCode(answer)].status,
      });
    },
});

/** Why an upload of which nothing was saved is refused. */
export function refusalCode({ errors }: TrainingUploadAnswer): TrainingUploadRefusal['code'] {
  const isTooMany = errors.length > 0 && errors.every(({ code }) => code === 'TOO_MANY_CLASSES');
  return isTooMany ? 'TOO_MANY_CLASSES' : 'NO_IMAGE_SAVED';
}

function refusal(answer: TrainingUploadAnswer, requestId: string): TrainingUploadRefusal {
  const { errors, skipped } = answer;
  const [first] = errors;
  const why = first === undefined ? 'there is no image in it' : `${first.filename}: ${first.error}`;
  return {
    error: `No image was saved: ${why}`,
    code: refusalCode(answer),
    request_id: requestId,
    errors,
    skipped,
  };
}
