import type { TLSSocket } from 'node:tls';
import type { Request } from 'express';

/** How a request relates to the pages of this service. */
export type Sender =
  /** A page of this service. */
  | 'own'
  /** A page of another site. */
  | 'foreign'
  /** No page: a program, or a person who typed an address. */
  | 'none';

/**
 * Who has sent a request, by what browsers say and scripts cannot change. They name the site only
 * to https and localhost; to others they name the origin, at least with what changes something.
 */
export function senderOf(req: Request): Sender {
  const site = req.get('Sec-Fetch-Site');
  if (site !== undefined)
    return site === 'same-origin' ? 'own' : site === 'none' ? 'none' : 'foreign';
  const origin = req.get('Origin');
  if (origin === undefined) return 'none';
  return isOwn(origin, req) ? 'own' : 'foreign';
}

/**
 * Whether one of this service's pages asks. Unlike {@link senderOf} it also believes `Referer`,
 * which anyone may send: good enough to choose a budget by, not to permit something.
 */
export function asksFromOwnPage(req: Request): boolean {
  const sender = senderOf(req);
  if (sender !== 'none' || req.get('Sec-Fetch-Site') !== undefined) return sender === 'own';
  const referrer = req.get('Referer');
  return referrer !== undefined && isOwn(referrer, req);
}

/** @param url a whole one, or an origin */
function isOwn(url: string, req: Request): boolean {
  const own = req.host as string | undefined;
  if (own === undefined || !URL.canParse(url)) return false;
  const { host, protocol } = new URL(url);
  // A page that came over plain http, which anybody on the way can write, is none of a service with TLS.
  const { encrypted } = req.socket as Partial<TLSSocket>;
  if (encrypted === true && protocol !== `${req.protocol}:`) return false;
  // The port that a protocol has anyway may be written or left out.
  const written = `${protocol}//${own}`;
  return URL.canParse(written) && new URL(written).host === host;
}
