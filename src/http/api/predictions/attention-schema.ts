import { z } from 'zod';
import { CELLS } from '../../../inference/occlusion';

/** GET /api/predictions/:id/attention */
export const attentionAnswerSchema = z
  .strictObject({
    predicted_class: z.string().describe('What the image is taken for now.'),
    confidence: z.number(),
    model_version: z.string(),
    falls: z
      .array(z.array(z.number().min(0).max(1)).length(CELLS))
      .length(CELLS)
      .describe(
        "Rows, from the top: by how much the class's probability falls where the image is greyed.",
      ),
  })
  .meta({ id: 'AttentionAnswer' });

export type AttentionAnswer = z.infer<typeof attentionAnswerSchema>;
