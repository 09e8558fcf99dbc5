import { cleanFileName } from '../../../dataset/samples/clean-file-name';
import { HttpError } from '../../kit/errors/http-error';
import { fileTooLarge } from '../../kit/reading/read-body';
import { fileOfBase64 } from '../tensor-values';
import type { Trace } from '../../../telemetry/trace';

export interface TaskPicturesParts {
  /** Where Label Studio is; empty where nothing may be fetched. */
  readonly address: string;
  /** Sent to it alone; may be empty. */
  readonly token: string;
  readonly maxBytes: number;
  /** Default: the one of the runtime. */
  readonly fetch?: typeof fetch;
}

export interface TaskPicture {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** Bounds on the work of reading pictures of one request. */
export interface ReadingBounds {
  readonly signal: AbortSignal;
  /** Told of bytes before they are kept; throws where there are too many. */
  readonly grow: (bytes: number) => void;
  /** Follows the request, where requests are traced; Label Studio is told of it. */
  readonly trace?: Trace | undefined;
}

const FETCH_TIMEOUT_MS = 10_000;
/** Where Label Studio has uploaded files and those of its storages. */
const FILE_PATHS = /^\/(data|storage-data)\/./;
const DATA_URI = /^data:image\/[a-z0-9.+-]{1,40};base64,/i;

/**
 * The pictures of tasks. A task has a picture inside, as a data URI, or its address. Addresses are
 * text of whoever sends the request, and this service stands inside a network: only files of the
 * configured Label Studio are fetched, whatever a task says, and no redirect is followed.
 */
export class TaskPictures {
  readonly #parts: TaskPicturesParts;
  readonly #base: URL | undefined;

  constructor(parts: TaskPicturesParts) {
    this.#parts = parts;
    const { address } = parts;
    // Paths are looked up below it, so that it ends with a slash.
    this.#base =
      address === '' ? undefined : new URL(address.endsWith('/') ? address : `${address}/`);
  }

  /**
   * @param value what the task has: a data URI, or an address
   * @throws {HttpError} PICTURE_NOT_FETCHED, FILE_TOO_LARGE, INVALID_BODY for what is no base64
   */
  async read(value: unknown, bounds: ReadingBounds): Promise<TaskPicture> {
    if (typeof value !== 'string') throw notFetched('the task has no address of a picture');
    const prefix = DATA_URI.exec(value)?.[0];
    if (prefix !== undefined) {
      const bytes = fileOfBase64('image', value.slice(prefix.length));
      if (bytes.length > this.#parts.maxBytes) throw fileTooLarge(this.#parts.maxBytes);
      return { fileName: 'task', bytes };
    }
    const url = this.#fileOf(value);
    return { fileName: nameOf(url), bytes: await this.#fetch(url, bounds) };
  }

  #fileOf(value: string): URL {
    if (this.#base === undefined) {
      throw notFetched('LABEL_STUDIO_URL does not say from where pictures may be fetched');
    }
    if (!URL.canParse(value, this.#base.href)) throw notFetched('the address is malformed');
    const url = new URL(value, this.#base);
    const below = url.pathname.startsWith(this.#base.pathname)
      ? url.pathname.slice(this.#base.pathname.length - 1)
      : url.pathname;
    const isFile = url.origin === this.#base.origin && FILE_PATHS.test(below);
    if (!isFile || url.username !== '' || url.password !== '') {
      throw notFetched('it is no file of the Label Studio at LABEL_STUDIO_URL');
    }
    return url;
  }

  async #fetch(url: URL, { signal, grow, trace }: ReadingBounds): Promise<Uint8Array> {
    const { token, maxBytes, fetch: send = fetch } = this.#parts;
    const patience = AbortSignal.timeout(FETCH_TIMEOUT_MS);
    try {
      const response = await send(url, {
        redirect: 'error',
        signal: AbortSignal.any([signal, patience]),
        headers: {
          ...(token !== '' && { Authorization: `Token ${token}` }),
          ...(trace !== undefined && { traceparent: trace.parent }),
        },
      });
      if (!response.ok) throw notFetched(`Label Studio answered ${response.status}`);
      if (response.body === null) return new Uint8Array();
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
        size += chunk.length;
        if (size > maxBytes) throw fileTooLarge(maxBytes);
        grow(chunk.length);
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    } catch (error) {
      if (error instanceof HttpError || signal.aborted) throw error;
      const why = patience.aborted ? 'Label Studio took too long' : 'Label Studio is not reachable';
      throw notFetched(why, error);
    }
  }
}

function notFetched(why: string, cause?: unknown): HttpError {
  const message = `The picture cannot be fetched: ${why}.`;
  return new HttpError('PICTURE_NOT_FETCHED', message, { cause });
}

function nameOf({ pathname }: URL): string {
  return cleanFileName(pathname.slice(pathname.lastIndexOf('/') + 1));
}
