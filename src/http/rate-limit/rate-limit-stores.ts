import { MemoryStore, type Store } from 'express-rate-limit';

/** Where the counts of the rate limits are kept. */
export interface RateLimitStores {
  /** A store of its own for each limit. */
  create(limit: string): Store;
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
    close() {
      for (const store of stores) store.shutdown();
      return Promise.resolve();
    },
  };
}
