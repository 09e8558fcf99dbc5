import { RecentLines, type RecentLine } from '../../../src/observability/recent-lines';

const line = (level: string, message: string) => ({
  timestamp: '2026-01-01T00:00:00.000Z',
  level,
  message,
  fields: {},
});
const messages = (lines: readonly RecentLine[]): string[] => lines.map(({ message }) => message);

describe('the last lines of the log', () => {
  it('are kept up to a number, oldest first', () => {
    const recent = new RecentLines(3);
    for (let i = 1; i <= 20; i++) recent.add(line('info', String(i)));
    expect(messages(recent.list('info', 10))).toEqual(['18', '19', '20']);
    expect(messages(recent.list('info', 2))).toEqual(['19', '20']);
    expect(recent.list('info', 10).map(({ number }) => number)).toEqual([18, 19, 20]);
  });

  it('are filtered by severity before they are counted', () => {
    const recent = new RecentLines(100);
    recent.add(line('error', 'worst'));
    for (let i = 0; i < 5; i++) recent.add(line('debug', 'noise'));
    recent.add(line('warn', 'bad'));
    expect(messages(recent.list('warn', 2))).toEqual(['worst', 'bad']);
    expect(messages(recent.list('error', 5))).toEqual(['worst']);
    expect(recent.list('debug', 100)).toHaveLength(7);
  });

  it('are told from a line on that is known', () => {
    const recent = new RecentLines(100);
    for (let i = 1; i <= 4; i++) recent.add(line('info', String(i)));
    expect(messages(recent.list('info', 10, 2))).toEqual(['3', '4']);
    expect(recent.list('info', 10, 4)).toEqual([]);
  });

  it('are heard by those who listen, until they stop', () => {
    const recent = new RecentLines(1);
    const heard: string[] = [];
    const stop = recent.listen(({ message }) => heard.push(message));
    recent.add(line('info', 'heard'));
    stop();
    recent.add(line('info', 'not heard'));
    expect(heard).toEqual(['heard']);
  });
});
