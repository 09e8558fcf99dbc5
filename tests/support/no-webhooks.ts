import { AllowedHosts } from '../../src/alerts/webhooks/allowed-hosts';
import { WebhookDesk } from '../../src/alerts/webhooks/webhook-desk';

const refuse = (): Promise<never> => Promise.reject(new Error('a test has no webhooks'));

/** There are no webhooks, and none can be added. */
export function noWebhooks(): WebhookDesk {
  return new WebhookDesk({
    store: {
      add: refuse,
      find: () => Promise.resolve(undefined),
      list: () => Promise.resolve([]),
      change: () => Promise.resolve(false),
      remove: () => Promise.resolve(false),
      enqueue: () => Promise.resolve(0),
      isDue: () => Promise.resolve(false),
      claim: () => Promise.resolve([]),
      settle: refuse,
      deliveries: () => Promise.resolve([]),
      abandon: refuse,
      prune: refuse,
    },
    hosts: new AllowedHosts([]),
    sealer: { seal: refuse, open: refuse },
    now: () => 0,
    newId: () => 'an id',
    onQueued: () => undefined,
  });
}
