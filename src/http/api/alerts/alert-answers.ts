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
    raised_at: timeOf(alert.raisedAt),
    cleared_at: timeOrNull(alert.clearedAt),
  };
}

export function webhookAnswer(webhook: Webhook): WebhookAnswer {
  return {
    id: webhook.id,
    name: webhook.name,
    format: webhook.format,
    host: webhook.host,
    events: webhook.events as EventType[] | null,
    created_at: timeOf(webhook.createdAt),
    created_by: webhook.createdBy,
    disabled_at: timeOrNull(webhook.disabledAt),
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
      created_at: timeOf(delivery.createdAt),
      next_at: timeOrNull(delivery.nextAt),
      ended_at: timeOrNull(delivery.endedAt),
      outcome: delivery.outcome,
    })),
  };
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}

function timeOrNull(at: number | null): string | null {
  return at === null ? null : timeOf(at);
}
