import type { AlertStore } from '../store/alerts/alert';
import type { WebhookStore } from '../store/webhooks/webhook';
import { AlertDesk } from './alert-desk';
import { ConditionWatch } from './condition-watch';
import { conditionsOf, type ConditionSources } from './conditions';
import { AllowedHosts } from './webhooks/allowed-hosts';
import { Dispatcher } from './webhooks/dispatcher';
import type { Sealer } from './webhooks/sealer';
import { WebhookDesk } from './webhooks/webhook-desk';

export interface AlertsOptions {
  readonly alerts: AlertStore;
  readonly webhooks: WebhookStore;
  readonly sources: ConditionSources;
  /** The entries of WEBHOOK_HOSTS. */
  readonly hosts: readonly string[];
  readonly sealer: Sealer;
  readonly log: { warn(message: string, details: Readonly<Record<string, unknown>>): void };
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly newId: () => string;
}

/** Alerts, and the webhooks that are told of them. */
export interface Alerts {
  readonly desk: AlertDesk;
  readonly webhooks: WebhookDesk;
  /** Begins to look at conditions and to send. */
  start(): void;
  /** Ends when what is under way has ended. */
  stop(): Promise<void>;
}

export function openAlerts(options: AlertsOptions): Alerts {
  const { alerts, webhooks: store, sources, sealer, log, now, newId } = options;
  const hosts = new AllowedHosts(options.hosts);
  const dispatcher = new Dispatcher({ store, hosts, sealer, log, now });
  const onQueued = (): void => void dispatcher.work();
  const desk = new AlertDesk({ alerts, webhooks: store, log, now, newId, onQueued });
  const watch = new ConditionWatch({ desk, conditions: conditionsOf(sources), log });
  return {
    desk,
    webhooks: new WebhookDesk({ store, hosts, sealer, now, newId, onQueued }),
    start() {
      watch.start();
      dispatcher.start();
    },
    async stop() {
      await watch.stop();
      await desk.flush();
      await dispatcher.stop();
    },
  };
}
