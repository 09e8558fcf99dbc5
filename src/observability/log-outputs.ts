import { once } from 'node:events';
import type { Writable } from 'node:stream';
import winston from 'winston';
import { LineOutput } from './line-output';
import { jsonLine, type LogLine } from './log-format';
import type { LogFields, LogLevel } from './logger';
import type { RecentLines } from './recent-lines';
import { redact, redactText } from './redact';

export interface LogOutputsOptions {
  readonly level: LogLevel;
  readonly clock: () => Date;
  readonly consoleOutput: LineOutput;
  readonly file: Writable | undefined;
  readonly recent: RecentLines;
}

/** Where all loggers of a process write: redacted lines, to each output that wants their level. */
export class LogOutputs {
  readonly #winston: winston.Logger;
  readonly #file: Writable | undefined;
  readonly #clock: () => Date;
  readonly #recent: RecentLines;
  #closing: Promise<void> | undefined;

  constructor({ level, clock, consoleOutput, file, recent }: LogOutputsOptions) {
    this.#winston = winston.createLogger({ level });
    // The rule does not see through winston-transport's `export =` that LineOutput is a subclass.
    /* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment */
    this.#winston.add(consoleOutput);
    if (file !== undefined) this.#winston.add(new LineOutput(file, jsonLine));
    /* eslint-enable @typescript-eslint/no-unsafe-class-instance-assignment */
    this.#file = file;
    this.#clock = clock;
    this.#recent = recent;
  }

  write(level: LogLevel, message: string, fields: LogFields): void {
    if (this.#closing !== undefined || !this.#winston.isLevelEnabled(level)) return;
    const line: LogLine = {
      timestamp: this.#clock().toISOString(),
      level,
      message: redactText(message),
      fields: redact(fields) as LogLine['fields'],
    };
    this.#winston.log({ level, message: line.message, line });
    this.#recent.add(line);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const finished = once(this.#winston, 'finish');
    this.#winston.end();
    await finished; // winston has passed every line on
    const file = this.#file;
    if (file !== undefined) await new Promise<void>((done) => file.end(done));
  }
}
