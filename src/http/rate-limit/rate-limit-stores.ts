import { MemoryStore, type Store } from 'express-rate-limit';
import { MemoryAmounts, type Amounts } from './amounts';

/** Where the counts of the rate limits are kept. */
export interface RateLimitStores {
  /** A store of its own for each limit. */
  create(limit: string): Store;
  /** For what is counted by size rather than by requests. */
  amounts(limit: string, windowMs: number): Amounts;
  close(): Promise<void>;
}

/** Counts in this process: right for one instance, forgotten at its end. */
export function memoryStores(): RateLimitStores {
  const stores: MemoryStore[] = [];
  return {
    create() {
      const store = new MemoryStore();
      stores.push(store);
      return store;
    },
    amounts: (_limit, windowMs) => new MemoryAmounts(windowMs),
    close() {
      for (const store of stores) store.shutdown();
      return Promise.resolve();
    },
  };
}
