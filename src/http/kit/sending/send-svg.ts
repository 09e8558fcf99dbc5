import { createHash } from 'node:crypto';
import type { Response } from 'express';
import { STYLE_HASH } from '../../../charts/style';

/** An SVG document with the tag that tells it from others. */
export interface TaggedSvg {
  readonly svg: string;
  readonly etag: string;
}

export function taggedSvg(svg: string): TaggedSvg {
  const hash = createHash('sha256').update(svg).digest('base64url').slice(0, 27);
  return { svg, etag: `"${hash}"` };
}

/**
 * Sends a chart, or 304 where the client has it. Opened as a page of its own it can load and run
 * nothing: its one style is allowed by its hash.
 */
export function sendSvg(res: Response, { svg, etag }: TaggedSvg): void {
  res.set({
    'Content-Type': 'image/svg+xml; charset=utf-8',
    'Content-Security-Policy': `default-src 'none'; style-src '${STYLE_HASH}'; frame-ancestors 'none'; sandbox`,
    'Cache-Control': 'no-cache',
    ETag: etag,
  });
  if (res.req.fresh) res.status(304).end();
  else res.send(svg);
}
