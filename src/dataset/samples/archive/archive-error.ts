/** An archive is refused as a whole; the message is a sentence for the client. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

/** One entry cannot be read; the others can. The message is a sentence for the client. */
export class EntryError extends Error {
  override readonly name = 'EntryError';
}
