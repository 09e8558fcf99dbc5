import { createClient } from '@redis/client';
import { MemoryStore, type Options, type Store } from 'express-rate-limit';
import { RedisStore, type RedisReply } from 'rate-limit-redis';
import type { Logger } from '../../observability/logger';
import { MemoryAmounts, type Amounts } from './amounts';
import { FallbackStore, SharedCounting } from './shared-counting';
import type { RateLimitStores } from './rate-limit-stores';
import { withinTime } from './within-time';

/** The Redis of RATE_LIMIT_STORAGE_URL does not answer; the message names no password. */
export class RedisUnavailableError extends Error {
  override readonly name = 'RedisUnavailableError';
}

const CONNECT_TIMEOUT_MS = 3000;
/** A request waits no longer than this for its count; then it is counted in memory. */
const COMMAND_TIMEOUT_MS = 250;
const MAX_RECONNECT_DELAY_MS = 3000;
/** Adds in one step, and begins a window where there is none: one that is open ends when it was to. */
const ADD = `
  redis.call('INCRBY', KEYS[1], ARGV[1])
  if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
`;

/**
 * Counts in Redis, shared by every instance that uses it. When Redis goes away later, or hangs,
 * each instance counts for itself, and the log says so once; counting is shared again when Redis
 * is back.
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
  const send = <Reply>(command: string[]): Promise<Reply> =>
    withinTime(COMMAND_TIMEOUT_MS, client.sendCommand<Reply>(command));
  const stores: RedisStore[] = [];
  const own: MemoryStore[] = [];
  const counting = new SharedCounting({
    logger,
    async isBack() {
      await send(['PING']);
      // A store keeps the outcome of loading its script, a failed one too: have it load again.
      for (const store of stores) {
        await store.init({ windowMs: store.windowMs } as Parameters<RedisStore['init']>[0]);
      }
    },
  });
  client.on('error', (error: unknown) => {
    if (wasConnected) counting.fail(error);
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
    create(limit): Store {
      const shared = new RedisStore({
        prefix: `rate-limit:${limit}:`,
        sendCommand: (...args) => send<RedisReply>(args),
      });
      const memory = new MemoryStore();
      stores.push(shared);
      own.push(memory);
      return new FallbackStore(
        {
          init: (options: Options) => shared.init(options),
          increment: (key) => shared.increment(key),
          decrement: (key) => shared.decrement(key),
          resetKey: (key) => shared.resetKey(key),
        },
        memory,
        counting,
      );
    },
    amounts(limit, windowMs): Amounts {
      const memory = new MemoryAmounts(windowMs);
      const keyOf = (who: string): string => `rate-limit:${limit}:${who}`;
      return {
        used: (who) =>
          counting.either(
            async () => {
              const key = keyOf(who);
              const [amount, resetMs] = await Promise.all([
                send<string | null>(['GET', key]),
                send<number>(['PTTL', key]),
              ]);
              return { amount: Number(amount ?? 0), resetMs: resetMs > 0 ? resetMs : windowMs };
            },
            () => memory.used(who),
          ),
        add: (who, amount) =>
          counting.either(
            async () => {
              await send(['EVAL', ADD, '1', keyOf(who), String(amount), String(windowMs)]);
            },
            () => memory.add(who, amount),
          ),
      };
    },
    async close() {
      counting.close();
      for (const store of own) store.shutdown();
      if (client.isReady)
        await withinTime(COMMAND_TIMEOUT_MS, client.close()).catch(() => client.destroy());
      else client.destroy();
    },
  };
}
