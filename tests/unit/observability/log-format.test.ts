import { jsonLine, textLine, type LogLine } from '../../../src/observability/log-format';
import { redact } from '../../../src/observability/redact';

const line = (fields: Record<string, unknown> = {}): LogLine => ({
  timestamp: '2026-01-02T10:22:33.123Z',
  level: 'info',
  message: 'GET /api/health 200',
  fields,
});

describe('JSON log line', () => {
  it('is one object on one line, whatever is logged', () => {
    const text = jsonLine(line({ status: 200, note: 'two\nlines' }));
    expect(text).not.toContain('\n');
    expect(JSON.parse(text)).toEqual({
      timestamp: '2026-01-02T10:22:33.123Z',
      level: 'info',
      message: 'GET /api/health 200',
      status: 200,
      note: 'two\nlines',
    });
  });

  it('is not taken over by fields of the same name', () => {
    const text = jsonLine(line({ level: 'error', message: 'forged', timestamp: 'never' }));
    expect(JSON.parse(text)).toMatchObject({ level: 'info', message: 'GET /api/health 200' });
  });
});

describe('text log line', () => {
  it('has time, level, message and fields', () => {
    expect(textLine(line({ status: 200, file: 'my cat.png', n: undefined }), false)).toBe(
      '10:22:33.123 info  GET /api/health 200  status=200 file="my cat.png" n=undefined',
    );
  });

  it('cannot be broken into two by what is logged', () => {
    const forged = {
      ...line({ file: 'a\n10:22:34 error forged\u009b2J' }),
      message: 'from\u001b[31m\nhere',
    };
    expect(textLine(forged, false)).not.toMatch(/\p{Cc}/u);
  });

  it('shows the stacks of an error and its causes below', () => {
    const error = new Error('failed', { cause: new RangeError('too far') });
    const text = textLine(line({ error: redact(error) }), false);
    expect(text).toMatch(/error=failed\n {4}Error: failed\n {4}at /);
    expect(text).toMatch(/\n {4}caused by\n {4}RangeError: too far\n {4}at /);
  });

  it('colours the level where colours are wanted', () => {
    expect(textLine(line(), true)).toContain('\u001b[32minfo \u001b[39m');
  });
});
