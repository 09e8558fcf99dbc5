import { createClient } from '@redis/client';
import type { Store } from 'express-rate-limit';
import { RedisStore, type RedisReply } from 'rate-limit-redis';
import type { Logger } from '../../observability/logger';
import type { RateLimitStores } from './rate-limit-stores';
import { withinTime } from './within-time';

/** The Redis of RATE_LIMIT_STORAGE_URL does not answer; the message names no password. */
export class RedisUnavailableError extends Error {
  override readonly name = 'RedisUnavailableError';
}

const CONNECT_TIMEOUT_MS = 3000;
/** A request waits no longer than this for its count; then it passes uncounted. */
const COMMAND_TIMEOUT_MS = 250;
const MAX_RECONNECT_DELAY_MS = 3000;

/**
 * Counts in Redis, shared by every instance that uses it. When Redis goes away later, requests
 * pass uncounted (a limit is no reason to stop serving) and the log says so once; counting goes
 * on when it is back.
 *
 * @throws {RedisUnavailableError} when it can't be reached now
 */
export async function openRedisStores(url: string, logger: Logger): Promise<RateLimitStores> {
  let wasConnected = false;
  const client = createClient({
    url,
    // Without it, commands wait for the connection to come back, and requests with them.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectStrategy: (retries) =>
        wasConnected && Math.min(100 * 2 ** Math.min(retries, 10), MAX_RECONNECT_DELAY_MS),
    },
  });
  const stores: RedisStore[] = [];
  let isDown = false;
  client.on('error', (error: unknown) => {
    if (isDown || !wasConnected) return;
    isDown = true;
    logger.warn('rate limits are off: Redis went away', { error });
  });
  client.on('ready', () => {
    if (!isDown) return;
    isDown = false;
    logger.info('rate limits are on again: Redis is back');
    // A store keeps the outcome of loading its script, a failed one too: have it load again.
    for (const store of stores) void reload(store);
  });

  try {
    await client.connect();
    wasConnected = true;
  } catch (cause) {
    client.destroy();
    throw new RedisUnavailableError(
      `RATE_LIMIT_STORAGE_URL: Redis at ${new URL(url).host} does not answer`,
      { cause },
    );
  }

  return {
    create(limit) {
      const store = new RedisStore({
        prefix: `rate-limit:${limit}:`,
        sendCommand: (...args) =>
          withinTime(COMMAND_TIMEOUT_MS, client.sendCommand<RedisReply>(args)),
      });
      stores.push(store);
      return store satisfies Store;
    },
    async close() {
      if (client.isReady) await client.close();
      else client.destroy();
    },
  };
}

/** Loads a store's scripts again; where that fails, its next command does too, and is passed over. */
async function reload(store: RedisStore): Promise<void> {
  try {
    await store.init({ windowMs: store.windowMs } as Parameters<RedisStore['init']>[0]);
  } catch {
    // Redis went away again.
  }
}
