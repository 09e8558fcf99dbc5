/** A file inside an archive, not read yet. */
export interface ArchiveEntry {
  /** As the archive has it: untrusted, and never used as a path. */
  readonly path: string;
  /** Unpacked, as the archive claims; reading more than that fails. */
  readonly bytes: number;
  /** Why it cannot be an image; undefined for a plain file. */
  readonly problem: string | undefined;
  readonly isFolder: boolean;
  /** What the archive says of it: untrusted. Empty where it says nothing. */
  readonly comment: string;
  /**
   * Unpacks it into memory; to be called before the next entry is asked for.
   *
   * @throws {EntryError}
   */
  readonly read: () => Promise<Buffer>;
}

export const IS_LINK = 'It is a link; links are not followed.';
export const IS_SPECIAL = 'It is not a plain file.';
export const IS_DAMAGED = 'Its bytes in the archive are damaged.';

/** Most of what an archive may be. */
export interface ArchiveLimits {
  /** Entries, whatever they are. */
  readonly maxFiles: number;
  /** Unpacked, all entries together. */
  readonly maxBytes: number;
  /** Bytes that a byte of the archive unpacks to. */
  readonly maxRatio: number;
  /** Of one image. */
  readonly maxFileBytes: number;
  /** Different names of folders of images. */
  readonly maxLabels: number;
}
