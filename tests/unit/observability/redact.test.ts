import fc from 'fast-check';
import { redact, redactText } from '../../../src/observability/redact';

describe('redact', () => {
  it.each([
    'authorization',
    'Cookie',
    'set-cookie',
    'password',
    'passwd',
    'apiToken',
    'client_secret',
    'x-api-key',
    'credentials',
  ])('hides what is under %s, at any depth', (key) => {
    expect(redact({ headers: [{ [key]: 'hunter2' }] })).toEqual({
      headers: [{ [key]: '[redacted]' }],
    });
  });

  it('never lets a secret through, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.object({ key: fc.constantFrom('a', 'b', 'password'), values: [fc.constant('x')] }),
        (value) => {
          const visible = JSON.stringify(redact({ value, inner: { token: 'hunter2', value } }));
          expect(visible).not.toContain('hunter2');
        },
      ),
    );
  });

  it('hides the credentials of a URL in any text, and keeps the rest', () => {
    expect(redact({ url: 'connecting to redis://user:hunter2@cache:6379/0 failed' })).toEqual({
      url: 'connecting to redis://[redacted]@cache:6379/0 failed',
    });
    expect(redactText('see https://example.org/a@b')).toBe('see https://example.org/a@b');
    expect(redact(new URL('postgres://me:hunter2@db/history'))).toBe(
      'postgres://[redacted]@db/history',
    );
  });

  it.each([
    [Buffer.alloc(5), '[Buffer: 5 bytes]'],
    [new Uint8Array(3072), '[Uint8Array: 3072 bytes]'],
    [new Float32Array(10), '[Float32Array: 40 bytes]'],
    [new ArrayBuffer(7), '[ArrayBuffer: 7 bytes]'],
  ])('tells the length of bytes, not the bytes', (bytes, expected) => {
    expect(redact({ image: bytes })).toEqual({ image: expected });
  });

  it('hides the image in a data URL', () => {
    expect(redact('src="data:image/png;base64,iVBORw0KGgo="')).toBe('src="[data URL]"');
  });

  it.each([
    ['data:,hello', '[data URL]'],
    ['data:text/plain;charset=utf-8;base64,SGk= and more', '[data URL] and more'],
    ['(data:image/svg+xml,<svg/>)', '([data URL]'],
    ['the data: a, b', 'the data: a, b'],
  ])('of %j leaves %j', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  // A quadratic expression takes some 600 ms for one of these; the bound leaves room for a busy machine.
  it.each([
    ['a scheme that never comes', 'a.'.repeat(4096)],
    ['a colon that nothing follows', 'a:'.repeat(4096)],
    ['many starts of a URL', '://'.repeat(2730)],
    ['many starts of a data URL', 'data:'.repeat(1638)],
    ['a data URL without its comma', `data:a/${'a'.repeat(8000)}`],
    ['many data URLs without their comma', 'data:a/a-'.repeat(910)],
  ])('takes no time for %s', (_what, text) => {
    redactText(text); // compiled
    const startedAt = performance.now();
    for (let i = 0; i < 10; i++) redactText(text);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  it('keeps name, message, code, stack and causes of an error', () => {
    const cause = new RangeError('too far');
    const error = Object.assign(new Error('failed', { cause }), { code: 'E_FAILED', token: 'abc' });
    expect(redact({ error })).toEqual({
      error: {
        name: 'Error',
        message: 'failed',
        code: 'E_FAILED',
        token: '[redacted]',
        stack: error.stack,
        cause: { name: 'RangeError', message: 'too far', stack: cause.stack },
      },
    });
  });

  it('hides secrets in messages and stacks too', () => {
    const error = new Error('no answer from redis://:hunter2@cache');
    expect(JSON.stringify(redact({ error }))).not.toContain('hunter2');
  });

  it('keeps the errors of an AggregateError', () => {
    const error = new AggregateError([new Error('one'), new Error('two')], 'all failed');
    expect(redact(error)).toMatchObject({ errors: [{ message: 'one' }, { message: 'two' }] });
  });

  it('copes with circles, depth, length and odd values', () => {
    const circle: Record<string, unknown> = { n: 1n, nan: NaN, f: () => 1, date: new Date(NaN) };
    circle.self = circle;
    expect(redact(circle)).toEqual({
      n: '1',
      nan: 'NaN',
      f: '[function f]',
      date: 'Invalid Date',
      self: '[circular]',
    });
    expect(JSON.stringify(redact('x'.repeat(1e6))).length).toBeLessThan(10_000);
    expect(redact(Array.from({ length: 1000 }, (_, i) => i))).toHaveLength(101);
    expect(redact({ a: { b: { c: { d: { e: { f: { g: 1 } } } } } } })).toEqual({
      a: { b: { c: { d: { e: { f: '[too deep]' } } } } },
    });
  });

  it('does not throw when a getter does', () => {
    const hostile = {
      get trap(): never {
        throw new Error('boo');
      },
    };
    expect(redact({ hostile })).toBe('[not loggable: boo]');
  });

  it('makes of anything what JSON can say', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withTypedArray: true,
          withMap: true,
          withSet: true,
          withDate: true,
          withNullPrototype: true,
          withSparseArray: true,
        }),
        (value) => {
          expect(() => JSON.stringify(redact({ value }))).not.toThrow();
        },
      ),
    );
  });
});
