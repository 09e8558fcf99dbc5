import { once } from 'node:events';
import type { Writable } from 'node:stream';
import winston from 'winston';
import { LineOutput } from './line-output';
import { jsonLine, textLine, type LogLine } from './log-format';
import type { LogFields, Logger, LogLevel } from './logger';
import { redact, redactText } from './redact';
import { RotatingFile } from './rotating-file';

export interface LoggerOptions {
  /** Least severe level that is written. */
  readonly level: LogLevel;
  /** Format of the console; the file is always JSON. */
  readonly format: 'json' | 'text';
  /** Log file; empty for console only. */
  readonly file: string;
  /** Size at which the file rotates. Default: 10 MB. */
  readonly maxFileSizeBytes?: number;
  /** Files kept, the current one included. Default: 10. */
  readonly maxFiles?: number;
  /** Default: standard output. */
  readonly console?: Writable & { readonly isTTY?: boolean };
  readonly clock?: () => Date;
}

/** The logger that owns the outputs; its children only add fields. */
export interface RootLogger extends Logger {
  /** Writes the last lines out. Lines logged later are dropped. */
  close(): Promise<void>;
}

const MEGABYTE = 1_000_000;

/**
 * Logs to the console and to a rotating file. A file that cannot be written is reported on the
 * console, and never stops the process.
 *
 * @example
 * const logger = createLogger({
 *   level: config.LOG_LEVEL,
 *   format: config.LOG_FORMAT,
 *   file: config.LOG_FILE,
 * });
 */
export function createLogger(options: LoggerOptions): RootLogger {
  const { level, format, console = process.stdout, clock = () => new Date() } = options;
  const colours = console.isTTY === true && process.env.NO_COLOR === undefined;
  const spell = format === 'json' ? jsonLine : (line: LogLine): string => textLine(line, colours);
  const file = openFile(options, (error) => {
    logger.error('the log file cannot be written', { file: options.file, error });
  });
  const backend = winston.createLogger({ level });
  backend.add(new LineOutput(console, spell));
  if (file !== undefined) backend.add(new LineOutput(file, jsonLine));
  const logger = new WinstonLogger(backend, file, clock, {});
  return logger;
}

function openFile(
  { file, maxFileSizeBytes = 10 * MEGABYTE, maxFiles = 10 }: LoggerOptions,
  onFailure: (error: unknown) => void,
): RotatingFile | undefined {
  if (file === '') return undefined;
  return new RotatingFile({ file, maxSizeBytes: maxFileSizeBytes, maxFiles, onFailure });
}

class WinstonLogger implements RootLogger {
  readonly #backend: winston.Logger;
  readonly #file: Writable | undefined;
  readonly #clock: () => Date;
  readonly #fields: LogFields;

  constructor(
    backend: winston.Logger,
    file: Writable | undefined,
    clock: () => Date,
    fields: LogFields,
  ) {
    this.#backend = backend;
    this.#file = file;
    this.#clock = clock;
    this.#fields = fields;
  }

  error(message: string, fields?: LogFields): void {
    this.#write('error', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#write('warn', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#write('info', message, fields);
  }

  debug(message: string, fields?: LogFields): void {
    this.#write('debug', message, fields);
  }

  child(fields: LogFields): Logger {
    return new WinstonLogger(this.#backend, this.#file, this.#clock, {
      ...this.#fields,
      ...fields,
    });
  }

  async close(): Promise<void> {
    if (this.#backend.writableEnded) return;
    const finished = once(this.#backend, 'finish');
    this.#backend.end();
    await finished;
    const file = this.#file;
    if (file !== undefined) await new Promise<void>((done) => file.end(done));
  }

  #write(level: LogLevel, message: string, fields?: LogFields): void {
    if (this.#backend.writableEnded || !this.#backend.isLevelEnabled(level)) return;
    const line: LogLine = {
      timestamp: this.#clock().toISOString(),
      level,
      message: redactText(message),
      fields: redact({ ...this.#fields, ...fields }) as LogLine['fields'],
    };
    this.#backend.log({ level, message: line.message, line });
  }
}
