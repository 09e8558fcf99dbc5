import type { Configuration } from '../../config/load';
import type { Logger } from '../../observability/logger';
import { memoryStores, type RateLimitStores } from './rate-limit-stores';
import { openRedisStores } from './redis-stores';

type Settings = Pick<Configuration, 'RATE_LIMIT_ENABLED' | 'RATE_LIMIT_STORAGE_URL'>;

/**
 * Opens what RATE_LIMIT_STORAGE_URL names.
 *
 * @throws {RedisUnavailableError} when that is a Redis that can't be reached
 */
export async function openRateLimitStores(
  { RATE_LIMIT_ENABLED: isEnabled, RATE_LIMIT_STORAGE_URL: url }: Settings,
  logger: Logger,
): Promise<RateLimitStores> {
  if (!isEnabled || url === 'memory://') return memoryStores();
  return openRedisStores(url, logger);
}
