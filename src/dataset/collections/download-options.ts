import type { Checksum } from './checksum';

/** Asks a server; as `fetch` does it, unless redirects, proxies or tokens need more. */
export type DownloadRequest = (
  url: URL,
  init: { readonly headers: Record<string, string>; readonly signal: AbortSignal | null },
) => Promise<DownloadAnswer>;

/** What a download looks at of an answer. */
export interface DownloadAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: (AsyncIterable<Uint8Array> & { cancel(): Promise<void> }) | null;
}

export interface AnswerHeaders {
  get(name: string): string | null;
}

/** What is downloaded, to where, and within which bounds. */
export interface DownloadOptions {
  readonly url: URL;
  /** Where the file goes, whole and verified or not at all; `<file>.part` grows meanwhile. */
  readonly file: string;
  /** Without one, the file is taken as it comes. */
  readonly checksum?: Checksum | undefined;
  /** A longer file is refused. */
  readonly maxBytes: number;
  /** Told after each piece; the total is unknown where the server does not say. */
  readonly onProgress?: (doneBytes: number, totalBytes: number | undefined) => void;
  readonly signal?: AbortSignal | undefined;
  readonly request?: DownloadRequest;
  /** What to do when the server cannot be reached, to complete that sentence. */
  readonly remedy?: string;
  /** Waits before another attempt. */
  readonly pause?: (delayMs: number, signal: AbortSignal | undefined) => Promise<void>;
}
