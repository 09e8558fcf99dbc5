import { comparisonChart } from '../../../charts/comparison';
import type { ErrorCode } from '../../kit/errors/error-codes';
import { file, json } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import {
  compareQuerySchema,
  comparisonAnswerSchema,
  type ComparisonAnswer,
} from './models-schema';
import { sendSvg, taggedSvg } from '../../kit/sending/send-svg';
import type { ModelParts } from './model-parts';

const ERRORS: readonly ErrorCode[] = [
  'MODEL_NOT_FOUND',
  'MODEL_BROKEN',
  'EVALUATION_RUNNING',
  'EVALUATION_DATA_MISSING',
];

export const compareModels = defineRoute({
  method: 'get',
  path: '/api/models/compare',
  name: 'compareModels',
  subject: 'models',
  scope: 'read',
  limit: 'compare',
  summary: "Two versions side by side on the same images, with McNemar's test.",
  query: compareQuerySchema,
  answer: json(comparisonAnswerSchema),
  errors: [...ERRORS],
  handler:
    ({ comparison }: ModelParts) =>
    ({ query }) =>
      comparison(query),
});

export const drawComparison = defineRoute({
  method: 'get',
  path: '/api/models/compare.svg',
  name: 'drawComparison',
  subject: 'models',
  scope: 'read',
  limit: 'compare',
  summary: 'Two versions side by side, as a chart.',
  query: compareQuerySchema,
  answer: file('the chart', ['image/svg+xml'], { isRevalidated: true }),
  errors: [...ERRORS],
  handler:
    ({ comparison }: ModelParts) =>
    async ({ res, query }) =>
      sendSvg(res, taggedSvg(chartOf(await comparison(query)))),
});

function chartOf({ a, b, per_class, mcnemar }: ComparisonAnswer): string {
  const both = Object.entries(per_class).flatMap(([name, reports]) =>
    reports.a === null || reports.b === null || reports.a.support === 0
      ? []
      : [{ name, a: reports.a, b: reports.b }],
  );
  return comparisonChart({
    classNames: both.map(({ name }) => name),
    a: { name: a.version, recalls: both.map((reports) => reports.a.recall) },
    b: { name: b.version, recalls: both.map((reports) => reports.b.recall) },
    test: mcnemar ?? undefined,
  });
}
