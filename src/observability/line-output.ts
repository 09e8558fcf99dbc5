import type { Writable } from 'node:stream';
import Transport from 'winston-transport';
import type { LogLine } from './log-format';

/** A winston transport that writes each line to a stream, spelled in its own way. */
export class LineOutput extends Transport {
  readonly #stream: Writable;
  readonly #spell: (line: LogLine) => string;

  constructor(stream: Writable, spell: (line: LogLine) => string) {
    super();
    this.#stream = stream;
    this.#spell = spell;
  }

  /** Does not wait for the stream: an output that is slow must not hold up the others. */
  override log({ line }: { readonly line: LogLine }, next: () => void): void {
    this.print(line);
    next();
  }

  /** Writes a line past winston, also when that is closed. */
  print(line: LogLine): void {
    this.#stream.write(`${this.#spell(line)}\n`);
  }
}
