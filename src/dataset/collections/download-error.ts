/** A download that failed; the message is one sentence that says what to do. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
}

/** What went wrong at the bottom of it: fetch says "fetch failed" and hides the cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: string };
  if (error.cause !== undefined) return reasonOf(error.cause);
  return error.message === '' ? (code ?? error.name) : error.message;
}
