import type { AuditEntry, AuditFilter, AuditRecord, AuditStore } from '../store/audit/audit-entry';
import { entryHash, FIRST_HASH } from '../store/audit/chain';
import { CLOSING_WAIT_MS, WriteQueue, type StoreLog } from '../store/write-queue';

/** Whether every entry is as it was written, and where it is. */
export interface ChainCheck {
  readonly entries: number;
  /** The first entry that was changed, or before which one was removed; null when all are right. */
  readonly brokenAt: number | null;
  /**
   * The hash of the last entry. Kept elsewhere, it shows later that none was removed from the end,
   * which the chain alone cannot.
   */
  readonly lastHash: string;
}

/** Entries that are read at once. */
const PAGE = 1000;

/** The log of everything that could change something. */
export class AuditLog {
  readonly #store: AuditStore;
  readonly #queue: WriteQueue<AuditRecord>;

  constructor(store: AuditStore, log: StoreLog) {
    this.#store = store;
    this.#queue = new WriteQueue({
      what: 'audit log',
      write: (records) => store.append(records),
      log,
      delayMs: 10,
      writesAtOnce: true,
      maxRetryDelayMs: 5000,
      maxBatch: 200,
      maxItems: 100_000,
      whenFull: 'drop-newest',
    });
  }

  /**
   * Resolves when the record is on disk. While the database takes no changes, it resolves at once, and
   * the record is kept and tried again. Never rejects.
   */
  record(record: AuditRecord): Promise<void> {
    this.#queue.add(record);
    return this.#queue.tried();
  }

  /** The newest first, from before the entry `before` on. */
  list(filter: AuditFilter, limit: number, before?: number): Promise<AuditEntry[]> {
    return this.#store.list(filter, limit, before);
  }

  /** All of them, the oldest first, a page at a time. */
  async *pages(): AsyncGenerator<readonly AuditEntry[]> {
    for (let seq = 0; ;) {
      const page = await this.#store.after(seq, PAGE);
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      seq = last.seq;
    }
  }

  /** Computes every hash again. */
  async verify(): Promise<ChainCheck> {
    let entries = 0;
    let lastHash = FIRST_HASH;
    for await (const page of this.pages()) {
      for (const entry of page) {
        const isRight =
          entry.previousHash === lastHash && entry.hash === entryHash(lastHash, entry);
        if (!isRight) return { entries, brokenAt: entry.seq, lastHash };
        entries += 1;
        lastHash = entry.hash;
      }
    }
    return { entries, brokenAt: null, lastHash };
  }

  /** Writes what is not written yet. */
  close(): Promise<void> {
    return this.#queue.end(CLOSING_WAIT_MS);
  }
}
