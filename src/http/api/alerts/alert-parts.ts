import type { AlertDesk } from '../../../alerts/alert-desk';
import type { WebhookDesk } from '../../../alerts/webhooks/webhook-desk';

/** What the routes of alerts work with. */
export interface AlertParts {
  readonly alerts: Pick<AlertDesk, 'latest' | 'open'>;
  readonly webhooks: WebhookDesk;
}
