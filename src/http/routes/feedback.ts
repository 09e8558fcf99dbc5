import type { RequestHandler, Response } from 'express';
import { feedbackAnswer } from '../feedback-answer';
import type { HttpParts } from '../http-parts';
import { parseBody } from '../parse-body';
import { feedbackBodySchema, type FeedbackAnswer } from '../schemas/feedback';

/** POST /api/predictions/:id/feedback: what a person says of a prediction becomes a sample. */
export function giveFeedback({ labelledData }: Pick<HttpParts, 'labelledData'>): RequestHandler {
  return async (req, res: Response<FeedbackAnswer>) => {
    const said = await parseBody(feedbackBodySchema, req);
    const { prediction, sample } = await labelledData.feedback.give(String(req.params.id), said);
    res.json({
      prediction_id: prediction.id,
      predicted_class: prediction.predictedClass,
      feedback: feedbackAnswer(prediction.feedback!),
      sample: {
        id: sample.id,
        outcome: sample.outcome,
        previous_label: sample.previousLabel,
      },
    });
  };
}
