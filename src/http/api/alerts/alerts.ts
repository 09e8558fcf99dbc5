import { json } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import { alertAnswer } from './alert-answers';
import { alertsAnswerSchema } from './alerts-schema';
import type { AlertParts } from './alert-parts';

/** Alerts that the API and the page show. */
export const SHOWN_ALERTS = 50;

export const listAlerts = defineRoute({
  method: 'get',
  path: '/api/alerts',
  name: 'listAlerts',
  subject: 'operation',
  scope: 'read',
  limit: 'default',
  summary: 'What the service has raised an alert about, open or over, newest first.',
  answer: json(alertsAnswerSchema),
  errors: [],
  handler:
    ({ alerts }: AlertParts) =>
    async () => ({ alerts: (await alerts.latest(SHOWN_ALERTS)).map(alertAnswer) }),
});
