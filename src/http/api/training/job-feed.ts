import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../../observability/logger';
import { isOver, type Job, type JobEvent, type JobProgress } from '../../../store/jobs/job';
import { isoTime } from '../../kit/iso-time';
import { jobAnswer, progressAnswer } from './job-answer';
import { eventText, type EventStream } from '../../kit/events/event-stream';
import type { TrainingParts } from './training-parts';

export interface JobFeedOptions {
  readonly jobs: Pick<TrainingParts['jobs'], 'find' | 'events'>;
  readonly logger: Logger;
  /** Resolves after so many milliseconds. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** How soon an event of a job is seen, whichever instance works on it. */
const POLL_MS = 300;
const EVENTS_AT_ONCE = 200;

/** A stream, and the number of the last event that it has been sent. */
interface Watcher {
  readonly stream: EventStream;
  seen: number;
}

/**
 * What happens in jobs, for those who watch. However many watch a job, it is looked at once every
 * 300 ms, and each event is spelled once.
 */
export class JobFeed {
  readonly #options: Required<JobFeedOptions>;
  readonly #watchers = new Map<string, Set<Watcher>>();

  constructor({ jobs, logger, wait = waitUnref }: JobFeedOptions) {
    this.#options = { jobs, logger, wait };
  }

  /** @param seen number of the last event that the client knows */
  add(stream: EventStream, job: string, seen: number): void {
    const known = this.#watchers.get(job);
    const watchers = known ?? new Set();
    watchers.add({ stream, seen });
    if (known !== undefined) return;
    this.#watchers.set(job, watchers);
    void this.#follow(job, watchers);
  }

  async #follow(id: string, watchers: Set<Watcher>): Promise<void> {
    const { jobs, logger, wait } = this.#options;
    try {
      for (;;) {
        for (const watcher of watchers) if (watcher.stream.isClosed) watchers.delete(watcher);
        if (watchers.size === 0) return;
        // Before the events are asked for: whatever is written before the end is among them.
        const job = await jobs.find(id);
        // Whoever has come later and knows less is what is read on for; the others have it already.
        const from = Math.min(...[...watchers].map(({ seen }) => seen));
        const events = await jobs.events(id, from, EVENTS_AT_ONCE);
        tell(watchers, from, events);
        if (events.length === EVENTS_AT_ONCE) continue;
        if (job === undefined || isOver(job.state)) {
          finish(watchers, from, job);
          // Those who have come in the meantime are told from the beginning of theirs.
          continue;
        }
        await wait(POLL_MS);
      }
    } catch (error) {
      // The answers have begun: all that can be told is that they end; the clients come back.
      logger.error('the events of a job cannot be read', { job: id, error });
      for (const { stream } of watchers) stream.end();
    } finally {
      this.#watchers.delete(id);
    }
  }
}

/** @param from number of the event before the first of these */
function tell(watchers: Set<Watcher>, from: number, events: readonly JobEvent[]): void {
  const last = events.at(-1)?.seq;
  if (last === undefined) return;
  const texts = events.map((event) => eventText(event.kind, dataOf(event), String(event.seq)));
  const all = Buffer.from(texts.join(''));
  for (const watcher of watchers) {
    // One that knows less has come while these were read; its turn is next.
    if (watcher.seen < from || watcher.seen >= last) continue;
    const isNew = watcher.seen === from;
    watcher.stream.write(
      isNew ? all : texts.filter((_, i) => events[i]!.seq > watcher.seen).join(''),
    );
    watcher.seen = last;
  }
}

/** @param from those who know less have not been told of everything yet */
function finish(watchers: Set<Watcher>, from: number, job: Job | undefined): void {
  const end = job && eventText('end', jobAnswer(job));
  for (const watcher of watchers) {
    if (watcher.seen < from) continue;
    if (end !== undefined) watcher.stream.write(end);
    watcher.stream.end();
    watchers.delete(watcher);
  }
}

function dataOf({ kind, at, data }: JobEvent): unknown {
  const content = kind === 'progress' ? progressAnswer(data as JobProgress) : data;
  return { at: isoTime(at), ...(content as object) };
}

function waitUnref(ms: number): Promise<unknown> {
  return sleep(ms, undefined, { ref: false });
}
