import { findGoodModel } from './find-model';
import { HttpError } from '../../kit/errors/http-error';
import { file, json } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import {
  visualizationsAnswerSchema,
  visualizationsQuerySchema,
  type VisualizationsQuery,
} from './visualizations-schema';
import { sendSvg } from '../../kit/sending/send-svg';
import type { VersionChart } from './version-charts';
import type { ModelParts } from './model-parts';

export const listVisualizations = defineRoute({
  method: 'get',
  path: '/api/visualizations',
  name: 'listVisualizations',
  subject: 'models',
  scope: 'read',
  limit: 'default',
  summary: 'The charts of a version, and where they are.',
  query: visualizationsQuerySchema,
  answer: json(visualizationsAnswerSchema),
  errors: ['MODEL_NOT_FOUND', 'MODEL_BROKEN', 'MODEL_LOADING'],
  handler:
    (parts: ModelParts) =>
    async ({ query }) => {
      const { version, pictures } = await picturesOf(parts, query);
      return {
        version,
        visualizations: pictures.map(({ name, filename }) => ({
          name,
          filename,
          url: `/api/visualizations/${filename}?version=${encodeURIComponent(version)}`,
        })),
      };
    },
});

export const showVisualization = defineRoute({
  method: 'get',
  path: '/api/visualizations/:filename',
  name: 'showVisualization',
  subject: 'models',
  scope: 'read',
  limit: 'default',
  summary: 'One chart of a version.',
  query: visualizationsQuerySchema,
  answer: file('the chart', ['image/svg+xml'], { isRevalidated: true }),
  errors: ['MODEL_NOT_FOUND', 'MODEL_BROKEN', 'MODEL_LOADING', 'VISUALIZATION_NOT_FOUND'],
  handler:
    (parts: ModelParts) =>
    async ({ req, res, query }) => {
      const { pictures } = await picturesOf(parts, query);
      const found = pictures.find(({ filename }) => filename === req.params.filename);
      if (found === undefined) {
        throw new HttpError('VISUALIZATION_NOT_FOUND', 'This version has no such visualization.');
      }
      sendSvg(res, found);
    },
});

async function picturesOf(
  { catalogue, charts, state }: Pick<ModelParts, 'catalogue' | 'charts' | 'state'>,
  { version = state.requireModel().version.name }: VisualizationsQuery,
): Promise<{ version: string; pictures: readonly VersionChart[] }> {
  const { card, folder } = await findGoodModel(catalogue, version);
  return { version, pictures: await charts(card, folder) };
}
