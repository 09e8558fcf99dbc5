import type { EventStream } from '../../../../../src/http/kit/events/event-stream';
import { LogFeed } from '../../../../../src/http/api/operation/log-feed';
import { RecentLines } from '../../../../../src/observability/recent-lines';

interface Watcher extends EventStream {
  readonly pieces: (string | Buffer)[];
}

function watcher(): Watcher {
  const pieces: (string | Buffer)[] = [];
  return {
    pieces,
    write: (piece) => void pieces.push(piece),
    end: () => undefined,
    isClosed: false,
  };
}

const messagesIn = (piece: string | Buffer): string[] =>
  piece
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => (JSON.parse(line.slice(6)) as { message: string }).message);
const heard = ({ pieces }: Watcher): string[] => pieces.flatMap(messagesIn);

let recent: RecentLines;
let feed: LogFeed;
/** What is to be done later. */
let due: (() => void)[];

const write = (message: string, level = 'info', fields = {}): void =>
  recent.add({ timestamp: '2026-01-01T00:00:00.000Z', level, message, fields });
const timePasses = (): void => {
  for (const task of due.splice(0)) task();
};

beforeEach(() => {
  recent = new RecentLines(1000);
  due = [];
  feed = new LogFeed({ log: recent, later: (task) => void due.push(task) });
});

describe('the feed of the log', () => {
  it('sends the lines of a moment together, in one piece that is the same for everybody', () => {
    const watchers = [watcher(), watcher(), watcher()];
    for (const each of watchers) feed.add(each, 'info');
    for (const message of ['one', 'two', 'three']) write(message);
    expect(due).toHaveLength(1);
    timePasses();
    for (const { pieces } of watchers) {
      expect(pieces).toHaveLength(1);
      expect(pieces[0]).toBe(watchers[0]!.pieces[0]);
    }
    expect(heard(watchers[0]!)).toEqual(['one', 'two', 'three']);
  });

  it('spells a line once, whoever wants it', () => {
    let spelled = 0;
    const watchers = ['info', 'debug', 'warn'].map((level) => {
      const each = watcher();
      feed.add(each, level as 'info');
      return each;
    });
    write('costly', 'error', { toJSON: undefined, value: { toJSON: () => (spelled += 1) } });
    timePasses();
    expect(watchers.map(heard)).toEqual([['costly'], ['costly'], ['costly']]);
    expect(spelled).toBe(1);
  });

  it('gives each the level that it wants', () => {
    const [all, warnings] = [watcher(), watcher()];
    feed.add(all, 'debug');
    feed.add(warnings, 'warn');
    for (const level of ['debug', 'info', 'warn', 'error']) write(level, level);
    timePasses();
    expect(heard(all)).toEqual(['debug', 'info', 'warn', 'error']);
    expect(heard(warnings)).toEqual(['warn', 'error']);
  });

  it('leaves out the oldest of more lines than anybody can read', () => {
    const each = watcher();
    feed.add(each, 'info');
    for (let i = 1; i <= 1000; i += 1) write(String(i));
    timePasses();
    expect(heard(each)).toHaveLength(100);
    expect(heard(each).at(0)).toBe('901');
    expect(heard(each).at(-1)).toBe('1000');
  });

  it('tells a newcomer nothing of what it may have been sent before', () => {
    const [first, second] = [watcher(), watcher()];
    feed.add(first, 'info');
    write('before');
    feed.add(second, 'info');
    write('after');
    timePasses();
    expect(heard(first)).toEqual(['before', 'after']);
    expect(heard(second)).toEqual(['after']);
  });

  it('does nothing while nobody watches', () => {
    const each = watcher();
    feed.add(each, 'info');
    write('seen');
    timePasses();
    feed.remove(each);
    write('unseen');
    expect(due).toEqual([]);
    feed.add(each, 'info');
    write('seen again');
    timePasses();
    expect(heard(each)).toEqual(['seen', 'seen again']);
  });
});
