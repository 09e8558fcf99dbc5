import type { LogLevel } from '../../../observability/logger';
import { isAtLeast, type RecentLine, type RecentLog } from '../../../observability/recent-lines';
import { eventText, type EventStream } from '../../kit/events/event-stream';

/** Four times a second: for people it is at once, and a busy service writes a thousand a second. */
const INTERVAL_MS = 250;
/** As many as a page shows; nobody reads more in a second, and GET /api/logs has the others. */
const MAX_LINES = 100;

export interface LogFeedOptions {
  readonly log: Pick<RecentLog, 'listen'>;
  /** Calls back after so many milliseconds. */
  readonly later?: (task: () => void, delayMs: number) => void;
}

/**
 * The lines of the log for those who watch it. Each line is spelled once and sent together with
 * those that came soon after it, in one piece for all who want the same level. When there are more
 * than anybody can read, the oldest are left out, and the number of the next one shows it.
 */
export class LogFeed {
  readonly #options: Required<LogFeedOptions>;
  readonly #watchers = new Map<LogLevel, Set<EventStream>>();
  #waiting: RecentLine[] = [];
  #isDue = false;
  #stopListening: (() => void) | undefined;

  constructor({ log, later = laterUnref }: LogFeedOptions) {
    this.#options = { log, later };
  }

  add(stream: EventStream, level: LogLevel): void {
    // Lines from before have been sent to it already, or are not wanted.
    this.#send();
    const group = this.#watchers.get(level) ?? new Set();
    this.#watchers.set(level, group.add(stream));
    this.#stopListening ??= this.#options.log.listen((line) => this.#take(line));
  }

  remove(stream: EventStream): void {
    for (const [level, group] of this.#watchers) {
      group.delete(stream);
      if (group.size === 0) this.#watchers.delete(level);
    }
    if (this.#watchers.size > 0) return;
    this.#stopListening?.();
    this.#stopListening = undefined;
    this.#waiting = [];
  }

  #take(line: RecentLine): void {
    this.#waiting.push(line);
    if (this.#isDue) return;
    this.#isDue = true;
    this.#options.later(() => {
      this.#isDue = false;
      this.#send();
    }, INTERVAL_MS);
  }

  #send(): void {
    const lines = this.#waiting;
    if (lines.length === 0) return;
    this.#waiting = [];
    const texts = new Map<RecentLine, string>();
    for (const [level, watchers] of this.#watchers) {
      const wanted = lines.filter((line) => isAtLeast(line.level, level)).slice(-MAX_LINES);
      if (wanted.length === 0) continue;
      const text = wanted.map((line) => {
        const known = texts.get(line) ?? eventText('line', line, String(line.number));
        texts.set(line, known);
        return known;
      });
      const piece = Buffer.from(text.join(''));
      for (const watcher of watchers) watcher.write(piece);
    }
  }
}

function laterUnref(task: () => void, delayMs: number): void {
  setTimeout(task, delayMs).unref();
}
