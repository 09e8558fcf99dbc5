import type { LogLine } from './log-format';
import type { LogLevel } from './logger';
import { visitorLine } from './visitor-line';

/** A log line that is still in memory. */
export interface RecentLine extends LogLine {
  /** Counts up from 1 with each line of the process. */
  readonly number: number;
}

/**
 * The last lines of the log, for those who look at the service from a browser: without stacks,
 * absolute paths and addresses of clients.
 */
export interface RecentLog {
  /**
   * @param level least severe level wanted
   * @param limit most lines; the newest ones are kept
   * @param after number of a line that is known; only newer ones are wanted
   * @returns oldest first
   */
  list(level: LogLevel, limit: number, after?: number): readonly RecentLine[];
  /** Hears of each line from now on, until the function that is returned is called. */
  listen(heard: (line: RecentLine) => void): () => void;
}

/** Most severe first. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const satisfies LogLevel[];

/** Whether a line of this level is wanted where `least` is the least severe one. */
export function isAtLeast(level: string, least: LogLevel): boolean {
  return LOG_LEVELS.indexOf(level as LogLevel) <= LOG_LEVELS.indexOf(least);
}

/** Keeps the last lines in memory; the oldest one makes room for the newest. */
export class RecentLines implements RecentLog {
  readonly #capacity: number;
  readonly #listeners = new Set<(line: RecentLine) => void>();
  #lines: KeptLine[] = [];
  #count = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(line: LogLine): void {
    const kept = new KeptLine({ ...line, number: ++this.#count });
    this.#lines.push(kept);
    // Room is made for many at once: moving the rest for each line would cost more than keeping it.
    if (this.#lines.length > 2 * this.#capacity) this.#lines = last(this.#lines, this.#capacity);
    for (const heard of this.#listeners) heard(kept.visible);
  }

  list(level: LogLevel, limit: number, after = 0): readonly RecentLine[] {
    const wanted = last(this.#lines, this.#capacity).filter(
      ({ line }) => line.number > after && isAtLeast(line.level, level),
    );
    return last(wanted, limit).map(({ visible }) => visible);
  }

  listen(heard: (line: RecentLine) => void): () => void {
    this.#listeners.add(heard);
    return () => this.#listeners.delete(heard);
  }
}

/** Most lines are never looked at: what a visitor may see of one is found when it is asked for. */
class KeptLine {
  #visible: RecentLine | undefined;

  constructor(readonly line: RecentLine) {}

  get visible(): RecentLine {
    return (this.#visible ??= visitorLine(this.line));
  }
}

function last<T>(items: readonly T[], count: number): T[] {
  return items.slice(Math.max(0, items.length - count));
}
