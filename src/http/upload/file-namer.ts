import { UNNAMED_FILE } from './unnamed-file';

const HEADER_END = Buffer.from('\r\n\r\n');
const CLOSING = Buffer.from('--');
/** The parser takes no longer header; what is longer is left for it to refuse. */
const MAX_HEADER_BYTES = 16 * 1024;

/**
 * Gives a file name to the parts of one form field that have none. RFC 7578 (4.2) makes the name
 * optional, and `curl -F 'file=<cat.jpg'` and .NET's `ByteArrayContent` leave it out, but the parser
 * behind multer takes every such part for a text. All other bytes pass as they are.
 *
 * @example
 * const names = new FileNamer('x-boundary-x', 'file');
 * for await (const chunk of request) parser.write(names.push(chunk));
 * parser.end(names.flush());
 */
export class FileNamer {
  readonly #delimiter: Buffer;
  readonly #nameless: RegExp;
  #state: 'content' | 'header' | 'epilogue' = 'content';
  #held: Buffer;
  /** Bytes at the start of {@link #held} that the client never sent. */
  #madeUp: number;

  /** @param field consists of letters only */
  constructor(boundary: string, field: string) {
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
    this.#nameless = new RegExp(
      `^content-disposition:[ \\t]*form-data;[ \\t]*name=("?)${field}\\1(?:;[ \\t]*filename="")?[ \\t]*$`,
      'i',
    );
    // The first delimiter stands at the very beginning, without a line break before it.
    this.#held = Buffer.from('\r\n');
    this.#madeUp = this.#held.length;
  }

  /** @returns what can be passed on; a little is held back, as the chunk may end in a delimiter */
  push(chunk: Buffer): Buffer {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const passed: Buffer[] = [];
    while (this.#step(passed));
    return passed.length === 1 ? passed[0]! : Buffer.concat(passed);
  }

  /** @returns what was held back */
  flush(): Buffer {
    const rest: Buffer[] = [];
    this.#pass(this.#held.length, rest);
    return Buffer.concat(rest);
  }

  /** @returns whether there may be more to pass */
  #step(passed: Buffer[]): boolean {
    if (this.#state === 'epilogue') return this.#pass(this.#held.length, passed);
    const delimiterAt = this.#held.indexOf(this.#delimiter);
    const behindDelimiter = delimiterAt + this.#delimiter.length;
    if (this.#state === 'content') {
      if (delimiterAt === -1) {
        this.#pass(this.#held.length - this.#delimiter.length + 1, passed);
        return false;
      }
      this.#state = 'header';
      return this.#pass(behindDelimiter, passed);
    }
    if (this.#held.length >= CLOSING.length && this.#held.indexOf(CLOSING) === 0) {
      this.#state = 'epilogue';
      return true;
    }
    const headerEnd = this.#held.indexOf(HEADER_END);
    const isCutOff =
      delimiterAt !== -1 && (headerEnd === -1 || delimiterAt < headerEnd + HEADER_END.length);
    if (isCutOff) return this.#pass(behindDelimiter, passed);
    if (headerEnd !== -1) {
      this.#nameFile(headerEnd, passed);
      this.#state = 'content';
      return true;
    }
    if (this.#held.length <= MAX_HEADER_BYTES) return false;
    this.#state = 'content';
    return true;
  }

  /** Passes a part's header, with a name added where there is none. */
  #nameFile(headerEnd: number, passed: Buffer[]): void {
    const lines = this.#held.toString('latin1', 0, headerEnd).split('\r\n');
    const at = lines.findIndex((line) => this.#nameless.test(line));
    if (at === -1) {
      this.#pass(headerEnd + HEADER_END.length, passed);
      return;
    }
    lines[at] = `${lines[at]!.replace(/;[ \t]*filename=""/i, '')}; filename="${UNNAMED_FILE}"`;
    passed.push(Buffer.from(lines.join('\r\n'), 'latin1'));
    this.#held = this.#held.subarray(headerEnd);
    this.#pass(HEADER_END.length, passed);
  }

  #pass(bytes: number, passed: Buffer[]): boolean {
    if (bytes <= 0) return false;
    const start = Math.min(this.#madeUp, bytes);
    this.#madeUp -= start;
    if (bytes > start) passed.push(this.#held.subarray(start, bytes));
    this.#held = this.#held.subarray(bytes);
    return true;
  }
}
