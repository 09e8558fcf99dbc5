import type { Route } from '../../kit/route';
import type { AlertParts } from './alert-parts';
import { listAlerts } from './alerts';
import {
  changeWebhook,
  createWebhook,
  listDeliveries,
  listWebhooks,
  removeWebhook,
  renewWebhookSecret,
  tryWebhook,
} from './webhooks';

/** Alerts, and who is told of them. */
export const ALERT_ROUTES: readonly Route<AlertParts>[] = [
  listAlerts,
  listWebhooks,
  createWebhook,
  changeWebhook,
  removeWebhook,
  renewWebhookSecret,
  tryWebhook,
  listDeliveries,
];
