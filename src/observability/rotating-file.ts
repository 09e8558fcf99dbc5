import { mkdir, open, rename, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Writable } from 'node:stream';

export interface RotatingFileOptions {
  /** The current file; older ones lie beside it, `app.log` → `app1.log` → `app2.log` … */
  readonly file: string;
  /** A file that would grow beyond it is put aside first. */
  readonly maxSizeBytes: number;
  /** Current file included; the oldest is overwritten. */
  readonly maxFiles: number;
  /** Called when writing begins to fail, once until it works again. */
  readonly onFailure: (error: unknown) => void;
}

interface Chunk {
  readonly chunk: Buffer;
}

/**
 * A log file that rotates by size. It never fails: lines that the disk refuses are lost, the next
 * ones are tried again. (winston's own file transport keeps refused lines until its buffer is full
 * and then stops every other transport as well: winston 3.19, `file.js`, `_createStream`.)
 */
export class RotatingFile extends Writable {
  readonly #options: RotatingFileOptions;
  #handle: FileHandle | undefined;
  #sizeBytes = 0;
  #failing = false;

  constructor(options: RotatingFileOptions) {
    super({ decodeStrings: true });
    this.#options = options;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    void this.#append([{ chunk }]).then(done);
  }

  override _writev(chunks: Chunk[], done: () => void): void {
    void this.#append(chunks).then(done);
  }

  override _final(done: () => void): void {
    void this.#closeHandle().then(done);
  }

  async #append(chunks: readonly Chunk[]): Promise<void> {
    try {
      for (const lines of this.#portions(chunks)) await this.#appendPortion(lines);
      this.#failing = false;
    } catch (error) {
      await this.#closeHandle();
      if (!this.#failing) this.#options.onFailure(error);
      this.#failing = true;
    }
  }

  /** Whole lines, joined into writes that fit a file. */
  *#portions(chunks: readonly Chunk[]): Generator<Buffer> {
    let lines: Buffer[] = [];
    let sizeBytes = 0;
    for (const { chunk } of chunks) {
      if (
        sizeBytes > 0 &&
        this.#sizeBytes + sizeBytes + chunk.length > this.#options.maxSizeBytes
      ) {
        yield Buffer.concat(lines);
        lines = [];
        sizeBytes = 0;
      }
      lines.push(chunk);
      sizeBytes += chunk.length;
    }
    yield Buffer.concat(lines);
  }

  async #appendPortion(lines: Buffer): Promise<void> {
    if (this.#handle !== undefined && !(await this.#isInPlace(this.#handle))) {
      await this.#closeHandle();
    }
    let handle = this.#handle ?? (await this.#open());
    if (this.#sizeBytes > 0 && this.#sizeBytes + lines.length > this.#options.maxSizeBytes) {
      await this.#rotate();
      handle = await this.#open();
    }
    await handle.appendFile(lines);
    this.#sizeBytes += lines.length;
  }

  async #open(): Promise<FileHandle> {
    const { file } = this.#options;
    await mkdir(path.dirname(file), { recursive: true });
    this.#handle = await open(file, 'a');
    this.#sizeBytes = (await this.#handle.stat()).size;
    return this.#handle;
  }

  /** Whether the open file is the one of its name: it may have been removed, or moved away. */
  async #isInPlace(handle: FileHandle): Promise<boolean> {
    const [mine, named] = await Promise.all([
      handle.stat(),
      stat(this.#options.file).catch(() => undefined),
    ]);
    return named?.ino === mine.ino && named.dev === mine.dev;
  }

  async #rotate(): Promise<void> {
    await this.#closeHandle();
    for (let age = this.#options.maxFiles - 1; age >= 1; age -= 1) {
      await rename(this.#aged(age - 1), this.#aged(age)).catch(ignoreMissing);
    }
  }

  #aged(age: number): string {
    const { dir, name, ext } = path.parse(this.#options.file);
    return path.join(dir, `${name}${age === 0 ? '' : age}${ext}`);
  }

  async #closeHandle(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close().catch(() => undefined); // what could not be written is reported already
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
}
