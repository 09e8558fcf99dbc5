import { isoTime } from '../../kit/iso-time';
import type { AlertKind, EventType } from '../../../alerts/events';
import type { StoredAlert } from '../../../store/alerts/alert';
import type { Delivery, Webhook } from '../../../store/webhooks/webhook';
import type { AlertAnswer, DeliveriesAnswer, WebhookAnswer } from './alerts-schema';

export function alertAnswer(alert: StoredAlert): AlertAnswer {
  return {
    id: alert.id,
    kind: alert.kind as AlertKind,
    subject: alert.subject,
    text: alert.text,
    raised_at: isoTime(alert.raisedAt),
    cleared_at: isoTime(alert.clearedAt),
  };
}

export function webhookAnswer(webhook: Webhook): WebhookAnswer {
  return {
    id: webhook.id,
    name: webhook.name,
    format: webhook.format,
    host: webhook.host,
    events: webhook.events as EventType[] | null,
    created_at: isoTime(webhook.createdAt),
    created_by: webhook.createdBy,
    disabled_at: isoTime(webhook.disabledAt),
    disabled_reason: webhook.disabledReason,
  };
}

export function deliveriesAnswer(deliveries: readonly Delivery[]): DeliveriesAnswer {
  return {
    deliveries: deliveries.map((delivery) => ({
      event_id: delivery.eventId,
      type: delivery.type as EventType,
      state: delivery.state,
      attempts: delivery.attempts,
      created_at: isoTime(delivery.createdAt),
      next_at: isoTime(delivery.nextAt),
      ended_at: isoTime(delivery.endedAt),
      outcome: delivery.outcome,
    })),
  };
}
