import type { Delivery, Settlement, Webhook, WebhookStore } from '../../store/webhooks/webhook';
import type { ServiceEvent } from '../events';
import { ForbiddenAddressError, type AllowedHosts } from './allowed-hosts';
import { bodyOf } from './bodies';
import { post, type PostOptions } from './post';
import { pauseAfter } from './retry-plan';
import type { Sealer } from './sealer';
import { signatureHeaders } from './signature';

export interface DispatcherLog {
  warn(message: string, details: Readonly<Record<string, unknown>>): void;
}

export interface DispatcherOptions {
  readonly store: Pick<
    WebhookStore,
    'find' | 'isDue' | 'claim' | 'settle' | 'change' | 'abandon' | 'prune'
  >;
  readonly hosts: AllowedHosts;
  readonly sealer: Sealer;
  readonly log: DispatcherLog;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A number from 0 to 1 that differs from call to call. */
  readonly chance?: () => number;
  readonly send?: (options: PostOptions) => Promise<number>;
  readonly pollMs?: number;
  readonly timeoutMs?: number;
}

const POLL_MS = 2000;
const TIMEOUT_MS = 10_000;
/** Deliveries that are under way at once, to different webhooks: one webhook has one at a time. */
const MAX_AT_ONCE = 4;
const KEPT_MS = 30 * 86_400_000;
const PRUNE_MS = 3_600_000;
/** The receiver does not want any more, says Standard Webhooks. */
const GONE = 410;

/**
 * Sends what webhooks are to be told, from a queue in the database: an instance that dies loses
 * nothing, and another one goes on. Receivers may be told twice, never not at all.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #stopped = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #prunedAt = 0;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  start(): void {
    const { pollMs = POLL_MS } = this.#options;
    this.#timer = setInterval(() => void this.work(), pollMs);
    this.#timer.unref();
  }

  /** Ends when the attempts under way have ended. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    clearInterval(this.#timer);
    await this.#working;
  }

  /** Sends what is due; while it is at it, waits for that. Never throws. */
  work(): Promise<void> {
    this.#working ??= this.#work()
      .catch((error: unknown) => {
        this.#options.log.warn('webhooks cannot be told anything at the moment', { error });
      })
      .finally(() => (this.#working = undefined));
    return this.#working;
  }

  async #work(): Promise<void> {
    const { store, now, timeoutMs = TIMEOUT_MS } = this.#options;
    if (now() - this.#prunedAt > PRUNE_MS) {
      this.#prunedAt = now();
      await store.prune(now() - KEPT_MS);
    }
    while (!this.#stopped.signal.aborted && (await store.isDue(now()))) {
      const deliveries = await store.claim(now(), 3 * timeoutMs, MAX_AT_ONCE);
      if (deliveries.length === 0) return;
      await Promise.all(deliveries.map((delivery) => this.#deliver(delivery)));
    }
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { store, now, log } = this.#options;
    const webhook = await store.find(delivery.webhookId);
    if (webhook === undefined) return; // removed meanwhile, with its deliveries
    const { isDone, isFinal, outcome } = await this.#attempt(webhook, delivery);
    const pause = pauseAfter(delivery.attempts, (this.#options.chance ?? Math.random)());
    await store.settle(delivery.id, settlementOf(isDone, isFinal ? null : pause, outcome, now()));
    if (isDone || (!isFinal && pause !== null)) return;
    log.warn('a webhook is switched off', { webhook: webhook.name, reason: outcome });
    const reason = isFinal ? outcome : `It was tried ${delivery.attempts} times. ${outcome}`;
    await store.change(webhook.id, { disabledAt: now(), disabledReason: reason });
    await store.abandon(webhook.id, now(), 'The webhook was switched off before.');
  }

  async #attempt(webhook: Webhook, delivery: Delivery): Promise<Attempt> {
    const { hosts, sealer, now, send = post, timeoutMs = TIMEOUT_MS } = this.#options;
    const event = JSON.parse(delivery.event) as ServiceEvent;
    const body = bodyOf(event, webhook.format);
    try {
      const url = new URL(await sealer.open(webhook.sealedUrl, webhook.id));
      const secrets = await Promise.all(
        webhook.sealedSecrets.map((sealed) => sealer.open(sealed, webhook.id)),
      );
      const address = await hosts.addressFor(url);
      const at = Math.floor(now() / 1000);
      const headers =
        webhook.format === 'standard' ? signatureHeaders(secrets, event.id, at, body) : {};
      const status = await send({ url, address, headers, body, timeoutMs });
      const isDone = status >= 200 && status < 300;
      return { isDone, isFinal: status === GONE, outcome: `The receiver answered ${status}.` };
    } catch (error) {
      return { isDone: false, isFinal: false, outcome: sentenceOf(error) };
    }
  }
}

interface Attempt {
  readonly isDone: boolean;
  /** Whether there is no use in trying again. */
  readonly isFinal: boolean;
  readonly outcome: string;
}

function settlementOf(
  isDone: boolean,
  pause: number | null,
  outcome: string,
  now: number,
): Settlement {
  if (isDone) return { state: 'delivered', nextAt: null, outcome, endedAt: now };
  return pause === null
    ? { state: 'failed', nextAt: null, outcome, endedAt: now }
    : { state: 'waiting', nextAt: now + pause, outcome, endedAt: null };
}

/** What went wrong, without names or addresses of the network that the service stands in. */
function sentenceOf(error: unknown): string {
  if (error instanceof ForbiddenAddressError) return error.message;
  if (error instanceof Error && /^(Abort|Timeout)Error$/.test(error.name)) {
    return 'The receiver did not answer in time.';
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return `The receiver could not be reached (${code}).`;
}
