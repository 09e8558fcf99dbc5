/** Bodies in the manner of Standard Webhooks, of Slack's incoming webhooks, or of Teams' workflows. */
export const WEBHOOK_FORMATS = ['standard', 'slack', 'teams'] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

/** An address that is told of events. Times in milliseconds since the epoch. */
export interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly format: WebhookFormat;
  /** Sealed: an address of Slack or Teams is as good as a password. */
  readonly sealedUrl: string;
  /** Host of the address, which may be shown. */
  readonly host: string;
  /** Types of events; null for all. */
  readonly events: readonly string[] | null;
  /** Sealed signing secrets, newest first; both sign while receivers change from one to the other. */
  readonly sealedSecrets: readonly string[];
  readonly createdAt: number;
  readonly createdBy: string;
  readonly disabledAt: number | null;
  /** Why it is told nothing any more, as a sentence; null where it was switched off by hand, or is not. */
  readonly disabledReason: string | null;
}

export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One event for one webhook. */
export interface Delivery {
  readonly id: string;
  readonly webhookId: string;
  /** The same for every webhook that is told of the event. */
  readonly eventId: string;
  readonly type: string;
  /** JSON of the event. */
  readonly event: string;
  readonly createdAt: number;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** When it is tried next; null once it is delivered or failed. */
  readonly nextAt: number | null;
  /** What the last attempt came to, as a sentence; null before the first. */
  readonly outcome: string | null;
  readonly endedAt: number | null;
}

export interface NewEvent {
  readonly eventId: string;
  readonly type: string;
  readonly event: string;
  readonly at: number;
}

export interface Settlement {
  readonly state: DeliveryState;
  readonly nextAt: number | null;
  readonly outcome: string;
  readonly endedAt: number | null;
}

/** Webhooks and what they are still to be told, shared by all instances over one database. */
export interface WebhookStore {
  add(webhook: Webhook): Promise<void>;
  find(id: string): Promise<Webhook | undefined>;
  /** Oldest first. */
  list(): Promise<Webhook[]>;
  /** @returns false when there is none */
  change(id: string, change: WebhookChange): Promise<boolean>;
  /** Removes it with its deliveries. @returns false when there is none */
  remove(id: string): Promise<boolean>;
  /**
   * Queues an event for every webhook that wants its type and is not disabled, or for one alone.
   *
   * @returns how many there are
   */
  enqueue(event: NewEvent, webhookId?: string): Promise<number>;
  /** Whether something is to be sent by now. */
  isDue(now: number): Promise<boolean>;
  /**
   * Takes what is to be sent by now; nobody else takes it until the lease is over. Of one webhook
   * at most one delivery is under way at a time, so that a slow receiver holds up nobody else.
   */
  claim(now: number, leaseMs: number, limit: number): Promise<Delivery[]>;
  /** Notes how an attempt ended. */
  settle(id: string, settlement: Settlement): Promise<void>;
  /** Newest first. */
  deliveries(webhookId: string, limit: number): Promise<Delivery[]>;
  /** Gives up what a webhook was still to be told. */
  abandon(webhookId: string, at: number, outcome: string): Promise<void>;
  /** Forgets deliveries that ended before then. */
  prune(before: number): Promise<void>;
}

export interface WebhookChange {
  readonly name?: string;
  readonly events?: readonly string[] | null;
  readonly sealedSecrets?: readonly string[];
  readonly disabledAt?: number | null;
  readonly disabledReason?: string | null;
}
