import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import type { LogLine } from '../../../src/observability/log-format';
import { redact } from '../../../src/observability/redact';
import { visitorLine } from '../../../src/observability/visitor-line';

const line = (message: string, fields: Record<string, unknown> = {}): LogLine => ({
  timestamp: '2026-01-01T00:00:00.000Z',
  level: 'error',
  message,
  fields: redact(fields) as LogLine['fields'],
});
const shown = (fields: Record<string, unknown>): LogLine['fields'] =>
  visitorLine(line('a message', fields)).fields;
const shownText = (text: string): string => visitorLine(line(text)).message;

describe('what a visitor sees of a log line', () => {
  it('is the line itself where it says nothing of the machine', () => {
    const plain = line('request', {
      method: 'GET',
      route: '/api/predictions/:id',
      status: 200,
      duration_ms: 1.25,
      request_id: '0190-a',
      at: '12:30:11.123',
    });
    expect(visitorLine(plain)).toEqual(plain);
  });

  it('names an error without its stack, its cause and what else hangs on it', () => {
    const cause = Object.assign(new Error('disk is full'), { path: '/var/lib/x', errno: -28 });
    const error = Object.assign(new Error('cannot write', { cause }), { code: 'ENOSPC' });
    expect(shown({ error, nested: { error }, all: new AggregateError([error], 'many') })).toEqual({
      error: { name: 'Error', message: 'cannot write', code: 'ENOSPC' },
      nested: { error: { name: 'Error', message: 'cannot write', code: 'ENOSPC' } },
      all: { name: 'AggregateError', message: 'many' },
    });
  });

  it('has no stack that was logged as text', () => {
    const { stack } = new Error('it broke');
    expect(shown({ output: stack })).toEqual({ output: 'Error: it broke' });
  });

  it('names no client', () => {
    expect(shown({ client_ip: '192.0.2.7', status: 200 })).toEqual({ status: 200 });
  });

  it.each([
    ["ENOENT: no such file, open '/srv/app/models/a b/card.json'", '…/'],
    ['cannot open C:\\Users\\me\\models\\card.json', '…/card.json'],
    [`it is in ${path.join(homedir(), 'some folder', 'x.png')}`, '…'],
    [`it is in ${path.join(tmpdir(), 'x.png')}`, '…/x.png'],
    [`${process.cwd()}/dist/main.js:10:3`, '…/dist/main.js:10:3'],
    ['at file:///opt/app/dist/main.js:10:3', '…'],
    ['connect ECONNREFUSED 10.1.2.3:6379', '[address]'],
    ['connect ECONNREFUSED ::1:6379', '[address]'],
    ['connect ECONNREFUSED ::ffff:10.1.2.3', '[address]'],
  ])('hides where things are: %s', (text, expected) => {
    const seen = shownText(text);
    expect(seen).toContain(expected);
    expect(seen).not.toMatch(/srv|Users|home|opt\b|10\.1\.2\.3|::1/);
    expect(seen).not.toContain(homedir() + path.sep);
  });

  it.each([
    'GET /api/retrain/status says how far it is',
    'ready at http://localhost:5000/models/one',
    '1/2 of the images, at 12:30:11, 3.5 ms, version 1.2.3',
  ])('keeps what only looks like it: %s', (text) => {
    expect(shownText(text)).toBe(text);
  });

  it.each([
    ['slashes', '/a'.repeat(100_000)],
    ['starts of paths', ' /a'.repeat(100_000)],
    ['a path without an end', `/${'a'.repeat(200_000)}`],
    ['line breaks', '\n '.repeat(100_000)],
    ['digits', '1.'.repeat(100_000)],
    ['colons', ':'.repeat(200_000)],
  ])('takes no longer than its length for %s', (_what, text) => {
    const startMs = performance.now();
    shownText(text);
    // Work that grows with the square of the length would take minutes.
    expect(performance.now() - startMs).toBeLessThan(5000);
  });
});
