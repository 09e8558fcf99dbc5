import type {
  Delivery,
  Webhook,
  WebhookChange,
  WebhookFormat,
  WebhookStore,
} from '../../store/webhooks/webhook';
import type { EventType, ServiceEvent } from '../events';
import { ForbiddenAddressError, type AllowedHosts } from './allowed-hosts';
import type { Sealer } from './sealer';
import { newWebhookSecret } from './signature';
import { WebhookError } from './webhook-error';

export interface WebhookDeskOptions {
  readonly store: WebhookStore;
  readonly hosts: AllowedHosts;
  readonly sealer: Sealer;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Told when there is something to send. */
  readonly onQueued: () => void;
}

export interface WebhookWishes {
  readonly name: string;
  readonly url: string;
  readonly format: WebhookFormat;
  /** Default: all. */
  readonly events?: readonly EventType[] | null | undefined;
  /** Who makes it, in words. */
  readonly createdBy: string;
}

export interface MadeWebhook {
  readonly webhook: Webhook;
  /** Known to nobody afterwards; null where the format has no signature. */
  readonly secret: string | null;
}

/** Each one is a receiver that may be slow; a service does not need hundreds. */
export const MAX_WEBHOOKS = 20;
const MAX_URL_LENGTH = 2000;
/** Receivers know the new secret and the one before while they change. */
const SECRETS_KEPT = 2;

/** Makes, lists, changes and tries webhooks. */
export class WebhookDesk {
  readonly #options: WebhookDeskOptions;

  constructor(options: WebhookDeskOptions) {
    this.#options = options;
  }

  /**
   * Makes a webhook. Its secret is shown now or never.
   *
   * @throws {WebhookError} INVALID_WEBHOOK, TOO_MANY_WEBHOOKS, WEBHOOKS_OFF
   */
  async create(wishes: WebhookWishes): Promise<MadeWebhook> {
    const { store, hosts, sealer, now, newId } = this.#options;
    if (hosts.isEmpty) {
      throw new WebhookError('WEBHOOKS_OFF', 'Webhooks are switched off: WEBHOOK_HOSTS is empty.');
    }
    const name = wishes.name.trim();
    if (name === '' || name.length > 100) {
      throw new WebhookError('INVALID_WEBHOOK', 'A webhook has a name of at most 100 characters.');
    }
    const { events = null } = wishes;
    if (events?.length === 0) {
      throw new WebhookError('INVALID_WEBHOOK', 'A webhook is told of at least one kind of event.');
    }
    const url = await this.#checked(wishes.url);
    if ((await store.list()).length >= MAX_WEBHOOKS) {
      throw new WebhookError('TOO_MANY_WEBHOOKS', `There are ${MAX_WEBHOOKS} webhooks already.`);
    }
    const id = newId();
    const secret = wishes.format === 'standard' ? newWebhookSecret() : null;
    const webhook: Webhook = {
      id,
      name,
      format: wishes.format,
      sealedUrl: await sealer.seal(url.href, id),
      host: url.host,
      events: events === null ? null : [...new Set(events)],
      sealedSecrets: secret === null ? [] : [await sealer.seal(secret, id)],
      createdAt: now(),
      createdBy: wishes.createdBy,
      disabledAt: null,
      disabledReason: null,
    };
    await store.add(webhook);
    return { webhook, secret };
  }

  /** Oldest first. */
  list(): Promise<Webhook[]> {
    return this.#options.store.list();
  }

  /** @throws {WebhookError} WEBHOOK_NOT_FOUND */
  async find(id: string): Promise<Webhook> {
    return found(await this.#options.store.find(id));
  }

  /**
   * What it was told last, newest first.
   *
   * @throws {WebhookError} WEBHOOK_NOT_FOUND
   */
  async deliveries(id: string, limit: number): Promise<Delivery[]> {
    await this.find(id);
    return this.#options.store.deliveries(id, limit);
  }

  /**
   * Switches a webhook on or off. One that is switched on is told of what happens from now on.
   *
   * @throws {WebhookError} WEBHOOK_NOT_FOUND
   */
  async switch(id: string, isOn: boolean): Promise<Webhook> {
    const { store, now } = this.#options;
    const { disabledAt } = await this.find(id);
    if (!isOn && disabledAt === null) {
      await store.abandon(id, now(), 'The webhook was switched off before.');
    }
    if (isOn === (disabledAt === null)) return this.find(id);
    return this.#change(id, { disabledAt: isOn ? null : now(), disabledReason: null });
  }

  /**
   * Gives it a new secret. Bodies are signed with the one before as well, until the next change.
   *
   * @throws {WebhookError} WEBHOOK_NOT_FOUND, or INVALID_WEBHOOK where the format has no signature
   */
  async renewSecret(id: string): Promise<MadeWebhook> {
    const { sealer } = this.#options;
    const { format, sealedSecrets } = await this.find(id);
    if (format !== 'standard') {
      throw new WebhookError('INVALID_WEBHOOK', 'Webhooks of this format have no secret.');
    }
    const secret = newWebhookSecret();
    const kept = [await sealer.seal(secret, id), ...sealedSecrets].slice(0, SECRETS_KEPT);
    return { webhook: await this.#change(id, { sealedSecrets: kept }), secret };
  }

  /** @throws {WebhookError} WEBHOOK_NOT_FOUND */
  async remove(id: string): Promise<void> {
    if (!(await this.#options.store.remove(id))) found(undefined);
  }

  /**
   * Sends an event that says nothing but that it is a trial, also where the webhook is switched off.
   *
   * @returns id of the event
   * @throws {WebhookError} WEBHOOK_NOT_FOUND
   */
  async try(id: string): Promise<string> {
    const { store, now, newId, onQueued } = this.#options;
    const { name } = await this.find(id);
    const event: ServiceEvent = {
      id: newId(),
      type: 'test',
      at: now(),
      subject: name,
      text: 'This is a trial: the webhook works.',
      data: {},
    };
    const text = JSON.stringify(event);
    await store.enqueue({ eventId: event.id, type: 'test', at: event.at, event: text }, id);
    onQueued();
    return event.id;
  }

  async #change(id: string, change: WebhookChange): Promise<Webhook> {
    await this.#options.store.change(id, change);
    return this.find(id);
  }

  async #checked(text: string): Promise<URL> {
    const isAddress = text.length <= MAX_URL_LENGTH && URL.canParse(text);
    const url = isAddress ? new URL(text) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol)) {
      throw new WebhookError('INVALID_WEBHOOK', 'The address is written as https://host/path.');
    }
    if (url.username !== '' || url.password !== '') {
      throw new WebhookError('INVALID_WEBHOOK', 'The address has no user name or password.');
    }
    url.hash = '';
    try {
      await this.#options.hosts.addressFor(url);
    } catch (cause) {
      const isForbidden = cause instanceof ForbiddenAddressError;
      const message = isForbidden ? cause.message : `${url.hostname} has no address.`;
      throw new WebhookError('INVALID_WEBHOOK', message, { cause });
    }
    return url;
  }
}

function found(webhook: Webhook | undefined): Webhook {
  if (webhook !== undefined) return webhook;
  throw new WebhookError('WEBHOOK_NOT_FOUND', 'There is no webhook with this id.');
}
