import type { Writable } from 'node:stream';
import { LineOutput } from './line-output';
import { jsonLine, textLine, type LogLine } from './log-format';
import { LogOutputs } from './log-outputs';
import type { LogFields, Logger, LogLevel } from './logger';
import { redact } from './redact';
import { RecentLines, type RecentLog } from './recent-lines';
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
  readonly recent: RecentLog;
  /** Writes the last lines out. Lines logged later are dropped. */
  close(): Promise<void>;
}

const MEGABYTE = 1_000_000;
/** Some hundred kilobytes. */
const RECENT_LINES = 1000;

/**
 * Logs to the console and to a rotating file. A file that cannot be written is reported on the
 * console, and never stops the process. Each process needs a file of its own.
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
  const consoleOutput = new LineOutput(console, spell);
  const file = openFile(options, (error) => {
    // Straight to the console: the file must not be asked to report on itself.
    consoleOutput.print({
      timestamp: clock().toISOString(),
      level: 'error',
      message: 'the log file cannot be written',
      fields: { file: options.file, error: redact(error) },
    });
  });
  const recent = new RecentLines(RECENT_LINES);
  const outputs = new LogOutputs({ level, clock, consoleOutput, file, recent });
  const logger = new FieldLogger(outputs, {});
  return Object.assign(logger, { recent, close: () => outputs.close() });
}

function openFile(
  { file, maxFileSizeBytes = 10 * MEGABYTE, maxFiles = 10 }: LoggerOptions,
  onFailure: (error: unknown) => void,
): RotatingFile | undefined {
  if (file === '') return undefined;
  return new RotatingFile({ file, maxSizeBytes: maxFileSizeBytes, maxFiles, onFailure });
}

class FieldLogger implements Logger {
  readonly #outputs: LogOutputs;
  readonly #fields: LogFields;

  constructor(outputs: LogOutputs, fields: LogFields) {
    this.#outputs = outputs;
    this.#fields = fields;
  }

  error(message: string, fields?: LogFields): void {
    this.#outputs.write('error', message, { ...this.#fields, ...fields });
  }

  warn(message: string, fields?: LogFields): void {
    this.#outputs.write('warn', message, { ...this.#fields, ...fields });
  }

  info(message: string, fields?: LogFields): void {
    this.#outputs.write('info', message, { ...this.#fields, ...fields });
  }

  debug(message: string, fields?: LogFields): void {
    this.#outputs.write('debug', message, { ...this.#fields, ...fields });
  }

  child(fields: LogFields): Logger {
    return new FieldLogger(this.#outputs, { ...this.#fields, ...fields });
  }
}
