/** One element of the array, as text that may or may not be valid JSON. */
export interface JsonArrayItem {
  /** Counts from 0. */
  readonly position: number;
  readonly text: string;
  /** False if the text ends before the element or the array does. */
  readonly complete: boolean;
}

/** The text is not a JSON array, nor an object that holds one under the wanted key. */
export class NotAJsonArrayError extends Error {
  override readonly name = 'NotAJsonArrayError';
}

/**
 * Splits JSON text, `[…]` or `{"<key>": […]}`, into the array's elements, with one of them in
 * memory at a time, and without giving up on all because one is broken.
 *
 * @throws {NotAJsonArrayError} if no such array begins in the text
 */
export async function* jsonArrayItems(
  chunks: AsyncIterable<string>,
  key: string,
): AsyncGenerator<JsonArrayItem> {
  const splitter = new Splitter(key);
  for await (const chunk of chunks) yield* splitter.push(chunk);
  yield* splitter.end();
}

class Splitter {
  readonly #key: string;
  #state: 'before' | 'inside' | 'after' = 'before';
  /** Brackets that are open; inside the array and between its elements, `#arrayDepth` of them. */
  #depth = 0;
  #arrayDepth = 0;
  #inString = false;
  #escaped = false;
  #position = 0;
  /** What came since the last separator, in chunks before this one. */
  #text = '';

  constructor(key: string) {
    this.#key = JSON.stringify(key);
  }

  *push(chunk: string): Generator<JsonArrayItem> {
    let start = 0;
    for (let i = 0; i < chunk.length && this.#state !== 'after'; i += 1) {
      const char = chunk[i]!;
      if (this.#skipString(char) || !'[{]},'.includes(char)) continue;
      const text = this.#text + chunk.slice(start, i);
      if (this.#state === 'before') this.#look(char, text);
      else if (this.#separates(char)) yield* this.#item(text, char);
      else continue;
      this.#text = '';
      start = i + 1;
    }
    if (this.#state !== 'after') this.#text += chunk.slice(start);
  }

  *end(): Generator<JsonArrayItem> {
    if (this.#state === 'before') {
      throw new NotAJsonArrayError(
        `It is neither a JSON array nor an object with ${this.#key}: […]`,
      );
    }
    if (this.#state === 'inside') {
      yield { position: this.#position, text: this.#text.trim(), complete: false };
    }
  }

  /** True for a character of a string, its quotes included. */
  #skipString(char: string): boolean {
    if (!this.#inString) return (this.#inString = char === '"');
    if (this.#escaped) this.#escaped = false;
    else if (char === '\\') this.#escaped = true;
    else if (char === '"') this.#inString = false;
    return true;
  }

  /** Before the array: does it begin with this character, after this text? */
  #look(char: string, text: string): void {
    if (char === '[' && this.#isWanted(text.trim())) {
      this.#state = 'inside';
      this.#arrayDepth = this.#depth + 1;
    }
    if ('[{'.includes(char)) this.#depth += 1;
    if (']}'.includes(char)) this.#depth -= 1;
  }

  #isWanted(text: string): boolean {
    if (this.#depth === 0) return text === '';
    return this.#depth === 1 && text.endsWith(':') && text.slice(0, -1).trim() === this.#key;
  }

  /** Inside the array: keeps count of brackets; true for one that ends an element. */
  #separates(char: string): boolean {
    if (this.#depth === this.#arrayDepth && ',]}'.includes(char)) return true;
    if ('[{'.includes(char)) this.#depth += 1;
    if (']}'.includes(char)) this.#depth -= 1;
    return false;
  }

  *#item(text: string, separator: string): Generator<JsonArrayItem> {
    const trimmed = text.trim();
    const isLast = separator !== ',';
    if (isLast) this.#state = 'after';
    if (isLast && trimmed === '') return; // an empty array, or a comma after the last element
    yield { position: this.#position, text: trimmed, complete: true };
    this.#position += 1;
  }
}
