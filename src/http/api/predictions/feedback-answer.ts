import type { Feedback } from '../../../store/prediction';
import type { FeedbackAnswer } from './feedback-schema';

/** Feedback as the API shows it. */
export function feedbackAnswer({
  verdict,
  label,
  sampleId,
  at,
}: Feedback): FeedbackAnswer['feedback'] {
  return { verdict, label, sample_id: sampleId, at: new Date(at).toISOString() };
}
