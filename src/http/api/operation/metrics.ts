import { file } from '../../kit/answers';
import { HttpError } from '../../kit/errors/http-error';
import { defineRoute } from '../../kit/route';
import type { OperationParts } from './operation-parts';

export const metrics = defineRoute({
  method: 'get',
  path: '/metrics',
  name: 'metrics',
  subject: 'operation',
  scope: 'metrics',
  // A scraper shares its address with others, and a gap in its series would look like a failure.
  limit: 'none',
  summary: 'The metrics of this instance, for Prometheus.',
  description:
    'Scrape each instance by itself, never through a load balancer. OpenMetrics with exemplars where requests are traced, the text format otherwise. Not here while METRICS is off, or METRICS_PORT gives them a port of their own.',
  answer: file('the metrics', ['text/plain', 'application/openmetrics-text']),
  errors: ['NOT_FOUND'],
  handler:
    ({ config, metrics: found }: OperationParts) =>
    async ({ res }) => {
      if (found === undefined || config.METRICS_PORT !== undefined) {
        throw new HttpError('NOT_FOUND', 'There are no metrics here.');
      }
      const text = await found.text();
      res.set('Cache-Control', 'no-store').set('Content-Type', found.contentType).send(text);
    },
});
