import { z } from 'zod';
import { CELLS } from '../../inference/occlusion';

/** GET /api/predictions/:id/attention */
export const attentionAnswerSchema = z.strictObject({
  /** What the image is taken for now. */
  predicted_class: z.string(),
  confidence: z.number(),
  model_version: z.string(),
  /** Rows, from the top: by how much the class's probability falls where the image is greyed. */
  falls: z.array(z.array(z.number().min(0).max(1)).length(CELLS)).length(CELLS),
});

export type AttentionAnswer = z.infer<typeof attentionAnswerSchema>;
