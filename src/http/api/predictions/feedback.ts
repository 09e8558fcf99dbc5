import { feedbackAnswer } from './feedback-answer';
import { json } from '../../kit/answers';
import { jsonBody } from '../../kit/bodies';
import { defineRoute } from '../../kit/route';
import { feedbackAnswerSchema, feedbackBodySchema } from './feedback-schema';
import type { LabellingParts } from '../labelling/labelling-parts';

export const giveFeedback = defineRoute({
  method: 'post',
  path: '/api/predictions/:id/feedback',
  name: 'giveFeedback',
  subject: 'labelling',
  scope: 'data:write',
  limit: 'label',
  summary:
    'Says that a prediction is right, or which class is; its picture becomes a labelled sample.',
  description: '`{"correct": true}`, or `{"label": "Cat"}`.',
  body: jsonBody(feedbackBodySchema, { correct: true }),
  answer: json(feedbackAnswerSchema),
  errors: ['INVALID_LABEL', 'TOO_MANY_CLASSES', 'PREDICTION_NOT_FOUND', 'IMAGE_NOT_KEPT'],
  handler:
    ({ labelling }: Pick<LabellingParts, 'labelling'>) =>
    async ({ req, body }) => {
      const { prediction, sample } = await labelling.giveFeedback(String(req.params.id), body);
      return {
        prediction_id: prediction.id,
        predicted_class: prediction.predictedClass,
        feedback: feedbackAnswer(prediction.feedback!),
        sample: {
          id: sample.id,
          outcome: sample.outcome,
          previous_label: sample.previousLabel,
        },
      };
    },
});
