import type { AlertStore, StoredAlert } from '../store/alerts/alert';
import type { WebhookStore } from '../store/webhooks/webhook';
import { ALERT_EVENTS, type AlertKind, type EventType, type ServiceEvent } from './events';

export interface AlertDeskLog {
  warn(message: string, details: Readonly<Record<string, unknown>>): void;
}

export interface AlertDeskOptions {
  readonly alerts: AlertStore;
  readonly webhooks: Pick<WebhookStore, 'enqueue'>;
  readonly log: AlertDeskLog;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Told when there is something to send. */
  readonly onQueued: () => void;
}

/** What is said of an event. */
export interface Words {
  readonly subject: string;
  /** One plain sentence. */
  readonly text: string;
  readonly data?: ServiceEvent['data'];
}

/** Conditions that an instance looks at all the time; of others it is told once. */
const LOOKED_AT: readonly AlertKind[] = ['accuracy', 'disk', 'readiness'];
const UNSEEN_MS = 10 * 60_000;
const KEPT_MS = 90 * 86_400_000;
/** Most events that wait for a database that takes no changes. */
const MAX_WAITING = 100;

/** Notes which conditions hold, and tells webhooks of them and of what else happens. */
export class AlertDesk {
  readonly #options: AlertDeskOptions;
  #waiting: ServiceEvent[] = [];
  /** One after the other, so that nothing is queued twice. */
  #flushing: Promise<void> = Promise.resolve();

  constructor(options: AlertDeskOptions) {
    this.#options = options;
  }

  /**
   * Says that a condition holds; as often as one likes. Several instances that see the same
   * condition tell of it once.
   */
  async raise(kind: AlertKind, words: Words): Promise<void> {
    const { alerts, newId, now } = this.#options;
    const { subject, text } = words;
    const isNew = await alerts.raise({ id: newId(), kind, subject, text, raisedAt: now() });
    if (isNew) await this.tell(ALERT_EVENTS[kind].raised, words);
  }

  /** Says that a condition does not hold, or not any more. */
  async clear(kind: AlertKind, words: Words): Promise<void> {
    const wasOpen = await this.#options.alerts.clear(kind, words.subject, this.#options.now());
    if (wasOpen) await this.tell(ALERT_EVENTS[kind].cleared, words);
  }

  /** Ends the alerts of a kind that are about something else, which is of no concern any more. */
  async endOthers(kind: AlertKind, subject: string): Promise<void> {
    const { alerts, now } = this.#options;
    for (const alert of await alerts.open()) {
      if (alert.kind === kind && alert.subject !== subject) {
        await alerts.clear(kind, alert.subject, now());
      }
    }
  }

  /** Tells webhooks of something that happened. While the database takes no changes, it waits. */
  async tell(type: EventType, { subject, text, data = {} }: Words): Promise<void> {
    const { newId, now } = this.#options;
    this.#waiting.push({ id: newId(), type, at: now(), subject, text, data });
    this.#waiting = this.#waiting.slice(-MAX_WAITING);
    await this.flush();
  }

  /** Queues what waits. Never throws. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#flush());
    return this.#flushing;
  }

  async #flush(): Promise<void> {
    const { webhooks, log, onQueued } = this.#options;
    for (let event = this.#waiting[0]; event !== undefined; event = this.#waiting[0]) {
      const { id, type, at } = event;
      try {
        const text = JSON.stringify(event);
        if ((await webhooks.enqueue({ eventId: id, type, at, event: text })) > 0) onQueued();
      } catch (error) {
        log.warn('an event waits for the database', { type, error });
        return;
      }
      this.#waiting = this.#waiting.filter((waiting) => waiting !== event);
    }
  }

  /** Ends what no instance has looked at for a while, and forgets what is long over. */
  async tidy(): Promise<void> {
    const { alerts, now } = this.#options;
    await alerts.expire(LOOKED_AT, now() - UNSEEN_MS, now());
    await alerts.prune(now() - KEPT_MS);
  }

  /** The last alerts, open or over, newest first. */
  latest(limit: number): Promise<StoredAlert[]> {
    return this.#options.alerts.latest(limit);
  }

  /** The conditions that hold, newest first. */
  open(): Promise<StoredAlert[]> {
    return this.#options.alerts.open();
  }
}
