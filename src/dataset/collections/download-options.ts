import type { Checksum } from './checksum';

/** What is downloaded, to where, and within which bounds. */
export interface DownloadOptions {
  readonly url: URL;
  /** Where the file goes, whole and verified or not at all; `<file>.part` grows meanwhile. */
  readonly file: string;
  readonly checksum: Checksum;
  /** A longer file is refused. */
  readonly maxBytes: number;
  /** Told after each piece; the total is unknown where the server does not say. */
  readonly onProgress?: (doneBytes: number, totalBytes: number | undefined) => void;
  readonly signal?: AbortSignal;
  /** Waits before another attempt. */
  readonly pause?: (delayMs: number, signal: AbortSignal | undefined) => Promise<void>;
}
