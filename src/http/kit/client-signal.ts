import type { Response } from 'express';

/** Aborts when the client goes away before its answer is complete. */
export function clientSignal(res: Response): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  if (res.closed) abort();
  res.once('close', () => {
    if (!res.writableFinished) abort();
  });
  return controller.signal;
}
