import { EVENT_TYPES, type AlertKind, type EventType } from '../alerts/events';
import type { StoredAlert } from '../store/alerts/alert';
import { WEBHOOK_FORMATS, type Delivery, type Webhook } from '../store/webhooks/webhook';
import type { AccessNotice } from './access';
import { ago } from './format';
import { shell, type Shell } from './shell';
import { STRINGS, text } from './strings/strings';

export interface AlertsSource {
  readonly release: string;
  readonly now: Date;
  /** Newest first. */
  readonly alerts: readonly StoredAlert[];
  readonly webhooks: readonly {
    readonly webhook: Webhook;
    /** Newest first. */
    readonly deliveries: readonly Delivery[];
  }[];
  readonly notice?: AccessNotice;
  /** A secret that was made just now. */
  readonly made?: string;
}

export interface AlertsView {
  readonly shell: Shell;
  readonly notice: AccessNotice | undefined;
  readonly made: string | undefined;
  readonly alerts: readonly AlertRow[];
  readonly webhooks: readonly WebhookRow[];
  readonly formats: readonly { readonly name: string; readonly label: string }[];
  readonly events: readonly EventType[];
}

interface AlertRow {
  readonly kind: string;
  readonly text: string;
  readonly subject: string;
  readonly since: string;
  readonly until: string;
  readonly isOpen: boolean;
}

interface WebhookRow {
  readonly name: string;
  readonly host: string;
  readonly format: string;
  readonly events: string;
  readonly state: string;
  readonly reason: string | null;
  readonly action: string;
  readonly buttons: readonly {
    readonly action: string;
    readonly label: string;
    readonly of: string;
  }[];
  readonly deliveries: readonly string[];
}

/** Trials are sent by a button, not waited for. */
const CHOOSABLE = EVENT_TYPES.filter((type) => type !== 'test');

/** views/alerts.ejs */
export function alertsPage({
  release,
  now,
  alerts,
  webhooks,
  notice,
  made,
}: AlertsSource): AlertsView {
  return {
    shell: shell({
      page: 'access',
      script: 'error',
      heading: STRINGS.alertsHeading,
      release,
      styles: ['access'],
      strings: {},
    }),
    notice,
    made,
    alerts: alerts.map((alert) => alertRow(alert, now)),
    webhooks: webhooks.map(({ webhook, deliveries }) => webhookRow(webhook, deliveries, now)),
    formats: WEBHOOK_FORMATS.map((name) => ({ name, label: STRINGS[`alertsFormat_${name}`] })),
    events: CHOOSABLE,
  };
}

function alertRow(alert: StoredAlert, now: Date): AlertRow {
  const { kind, subject, raisedAt, clearedAt } = alert;
  const sinceThen = (at: number): string => ago(now.getTime() - at);
  return {
    kind: STRINGS[`alertsKind_${kind as AlertKind}`],
    text: alert.text,
    subject,
    since: sinceThen(raisedAt),
    until: clearedAt === null ? STRINGS.alertsOpen : sinceThen(clearedAt),
    isOpen: clearedAt === null,
  };
}

function webhookRow(webhook: Webhook, deliveries: readonly Delivery[], now: Date): WebhookRow {
  const { id, name, host, format, events, disabledAt, disabledReason } = webhook;
  const isOn = disabledAt === null;
  return {
    name,
    host,
    format: STRINGS[`alertsFormat_${format}`],
    events: events === null ? STRINGS.alertsAllEvents : events.join(', '),
    state: isOn ? STRINGS.alertsOn : STRINGS.alertsOff,
    reason: disabledReason,
    action: `/alerts/webhooks/${id}`,
    buttons: [
      { action: 'test', label: STRINGS.alertsTry, of: text('alertsTryOf', { name }) },
      isOn
        ? { action: 'off', label: STRINGS.alertsSwitchOff, of: text('alertsSwitchOffOf', { name }) }
        : { action: 'on', label: STRINGS.alertsSwitchOn, of: text('alertsSwitchOnOf', { name }) },
      ...(format === 'standard'
        ? [{ action: 'secret', label: STRINGS.alertsRenew, of: text('alertsRenewOf', { name }) }]
        : []),
      { action: 'remove', label: STRINGS.alertsRemove, of: text('alertsRemoveOf', { name }) },
    ],
    deliveries: deliveries.map(({ type, state, createdAt, outcome }) =>
      [
        `${type}, ${ago(now.getTime() - createdAt)}: ${STRINGS[`alertsDelivery_${state}`]}.`,
        outcome,
      ]
        .filter((part) => part !== null)
        .join(' '),
    ),
  };
}
