import { z } from 'zod';

/** GET /api/visualizations, GET /api/visualizations/:filename */
export const visualizationsQuerySchema = z.strictObject({
  version: z.string().min(1).max(64).optional().describe('the active one, when it is not given'),
});

/** GET /api/visualizations */
export const visualizationsAnswerSchema = z
  .strictObject({
    version: z.string(),
    visualizations: z.array(
      z.strictObject({ name: z.string(), filename: z.string(), url: z.string() }),
    ),
  })
  .meta({ id: 'VisualizationsAnswer' });

export type VisualizationsQuery = z.infer<typeof visualizationsQuerySchema>;
