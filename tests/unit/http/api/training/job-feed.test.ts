import type { EventStream } from '../../../../../src/http/kit/events/event-stream';
import { JobFeed } from '../../../../../src/http/api/training/job-feed';
import type { JobEvent, JobState } from '../../../../../src/store/jobs/job';
import { madeUpJob } from '../../../../support/made-up-job';
import { recordingLogger } from '../../../../support/recording-logger';

interface Watcher extends EventStream {
  readonly ids: () => number[];
  readonly text: () => string;
  readonly ended: Promise<void>;
  close(): void;
}

function watcher(): Watcher {
  let text = '';
  let isClosed = false;
  let tellEnd: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (tellEnd = resolve));
  return {
    ended,
    text: () => text,
    ids: () => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)),
    write: (piece) => (text += piece.toString()),
    close: () => (isClosed = true),
    end() {
      isClosed = true;
      tellEnd();
    },
    get isClosed() {
      return isClosed;
    },
  };
}

const JOB = madeUpJob({ id: 'a', baseVersion: 'one' });

/** A job in memory, and a clock that goes on when the test says so. */
class Story {
  readonly events: JobEvent[] = [];
  state: JobState = 'running';
  looks = 0;
  failure: Error | undefined;
  #goOn: () => void = () => undefined;
  #waits: () => void = () => undefined;
  #waiting = new Promise<void>((resolve) => (this.#waits = resolve));

  readonly log = recordingLogger();
  readonly feed = new JobFeed({
    jobs: {
      find: () => Promise.resolve({ ...JOB, state: this.state }),
      events: (_id, after, limit) => {
        this.looks += 1;
        if (this.failure !== undefined) return Promise.reject(this.failure);
        return Promise.resolve(this.events.filter(({ seq }) => seq > after).slice(0, limit));
      },
    },
    logger: this.log,
    wait: () =>
      new Promise<void>((resolve) => {
        this.#goOn = resolve;
        this.#waits();
      }),
  });

  happens(count: number): void {
    for (let i = 0; i < count; i += 1) {
      const seq = this.events.length + 1;
      this.events.push({
        seq,
        at: 0,
        kind: 'log',
        data: { line: `line ${String(seq)}` },
      });
    }
  }

  /** Resolves when everything that there is has been told. */
  async told(): Promise<void> {
    await this.#waiting;
  }

  timePasses(): void {
    this.#waiting = new Promise<void>((resolve) => (this.#waits = resolve));
    this.#goOn();
  }
}

const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('the feed of a job', () => {
  it('looks once for all who watch', async () => {
    const story = new Story();
    story.happens(3);
    const watchers = Array.from({ length: 50 }, watcher);
    for (const each of watchers) story.feed.add(each, 'a', 0);
    await story.told();
    expect(story.looks).toBe(1);
    for (const each of watchers) expect(each.ids()).toEqual([1, 2, 3]);
    story.happens(2);
    story.timePasses();
    await story.told();
    expect(story.looks).toBe(2);
    for (const each of watchers) expect(each.ids()).toEqual(upTo(5));
  });

  it('tells each from where it left off, everything once and in order', async () => {
    const story = new Story();
    story.happens(950);
    const [all, most, late] = [watcher(), watcher(), watcher()];
    story.feed.add(all, 'a', 0);
    story.feed.add(most, 'a', 333);
    await story.told();
    story.feed.add(late, 'a', 900);
    story.happens(10);
    story.timePasses();
    await story.told();
    expect(all.ids()).toEqual(upTo(960));
    expect(most.ids()).toEqual(upTo(960, 334));
    expect(late.ids()).toEqual(upTo(960, 901));
  });

  it('ends with the job, for those too who come as it ends', async () => {
    const story = new Story();
    story.happens(450);
    const [first, late] = [watcher(), watcher()];
    story.feed.add(first, 'a', 440);
    await story.told();
    story.state = 'succeeded';
    story.feed.add(late, 'a', 0);
    story.timePasses();
    await Promise.all([first.ended, late.ended]);
    expect(first.ids()).toEqual(upTo(450, 441));
    expect(late.ids()).toEqual(upTo(450));
    for (const each of [first, late]) expect(each.text().match(/^event: end$/gm)).toHaveLength(1);
    const after = watcher();
    story.feed.add(after, 'a', 450);
    await after.ended;
    expect(after.text()).toMatch(/^event: end\n/);
  });

  it('stops looking when nobody watches any more', async () => {
    const story = new Story();
    const each = watcher();
    story.feed.add(each, 'a', 0);
    await story.told();
    each.close();
    const { looks } = story;
    story.timePasses();
    await new Promise((resolve) => setImmediate(resolve));
    expect(story.looks).toBe(looks);
  });

  it('ends what it cannot go on with, and the log says why', async () => {
    const story = new Story();
    story.failure = new Error('the database is gone');
    const each = watcher();
    story.feed.add(each, 'a', 0);
    await each.ended;
    expect(story.log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'the events of a job cannot be read' }),
    );
  });
});
