import type { Response } from 'express';

/** What an id shows never changes; only the browser that asked may keep it. */
const KEEP_PRIVATELY = 'private, max-age=86400';

/** Headers of an image that is named by an id. */
export function setImageHeaders(res: Response, format: string, bytes: number): void {
  res.set({
    'Content-Type': `image/${format}`,
    'Content-Length': String(bytes),
    'Cache-Control': KEEP_PRIVATELY,
    // Someone else's file: shown, and never run as a page.
    'Content-Disposition': 'inline',
  });
}

/** Answers with an image from memory. */
export function sendImage(res: Response, format: string, bytes: Uint8Array): void {
  setImageHeaders(res, format, bytes.length);
  res.end(bytes);
}
