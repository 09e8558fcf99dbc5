import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import {
  createLogger,
  type LoggerOptions,
  type RootLogger,
} from '../../../src/observability/create-logger';

const root = mkdtempSync(path.join(tmpdir(), 'logger-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Setup {
  readonly logger: RootLogger;
  /** What the console got so far. */
  readonly shown: () => string;
}

function setUp(options: Partial<LoggerOptions> = {}): Setup {
  let text = '';
  const console = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString();
      done();
    },
  });
  const clock = (): Date => new Date('2026-01-02T03:04:05.678Z');
  const logger = createLogger({
    level: 'info',
    format: 'json',
    file: '',
    console,
    clock,
    ...options,
  });
  return { logger, shown: () => text };
}

describe('logger', () => {
  it('writes JSON lines to the console', async () => {
    const { logger, shown } = setUp();
    logger.info('listening', { port: 5000 });
    await logger.close();
    expect(shown()).toBe(
      '{"timestamp":"2026-01-02T03:04:05.678Z","level":"info","message":"listening","port":5000}\n',
    );
  });

  it('writes readable lines to the console, and JSON to the file all the same', async () => {
    const file = path.join(root, 'text', 'app.log');
    const { logger, shown } = setUp({ format: 'text', file });
    logger.warn('slow', { duration_ms: 5 });
    await logger.close();
    expect(shown()).toBe('03:04:05.678 warn  slow  duration_ms=5\n');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ level: 'warn', duration_ms: 5 });
  });

  it('leaves out what is less severe than its level', async () => {
    const { logger, shown } = setUp({ level: 'warn' });
    logger.error('1');
    logger.warn('2');
    logger.info('3');
    logger.debug('4');
    await logger.close();
    expect(shown().match(/"message":"\d"/g)).toEqual(['"message":"1"', '"message":"2"']);
  });

  it('adds the fields of a child, and of its child, to each line', async () => {
    const { logger, shown } = setUp();
    logger.child({ a: 1 }).child({ b: 2 }).info('hello', { c: 3 });
    await logger.close();
    expect(JSON.parse(shown())).toMatchObject({ a: 1, b: 2, c: 3 });
  });

  it('redacts message and fields', async () => {
    const { logger, shown } = setUp();
    logger.child({ token: 'hunter2' }).info('redis://:hunter2@cache', { password: 'hunter2' });
    await logger.close();
    expect(shown()).not.toContain('hunter2');
  });

  it('logs an error with its stack and causes', async () => {
    const { logger, shown } = setUp();
    const error = new Error('failed', { cause: new RangeError('too far') });
    logger.error('request failed', { error });
    await logger.close();
    expect(JSON.parse(shown())).toMatchObject({
      error: { message: 'failed', stack: error.stack, cause: { name: 'RangeError' } },
    });
  });

  it('has written the last line when it is closed, and drops what comes later', async () => {
    const file = path.join(root, 'last', 'app.log');
    const { logger } = setUp({ file, maxFileSizeBytes: 10_000, maxFiles: 100 });
    for (let i = 0; i < 2000; i += 1) logger.info('line', { i });
    await logger.close();
    await logger.close();
    logger.info('too late');
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ i: 1999 });
  });

  it('says on the console that the file cannot be written, and goes on there', async () => {
    const file = path.join(root, 'folder.log');
    mkdirSync(file);
    const { logger, shown } = setUp({ file });
    for (let i = 0; i < 2000; i += 1) logger.info('line', { i });
    await logger.close();
    expect(shown().match(/"message":"line"/g)).toHaveLength(2000);
    expect(shown().match(/the log file cannot be written/g)).toHaveLength(1);
  });
});
