import type { Request } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';

/** What a provider gives one customer of IPv6. */
const IPV6_NETWORK_BITS = 56;

/**
 * Who a request is counted for: a key or person that is known, else an IPv4 address or the /56 of an
 * IPv6 one. So wrong keys from an address take nothing from right ones behind it.
 */
export function clientKey(req: Request): string {
  const actor = req.res?.locals.actor;
  if (typeof actor?.id === 'string') return `${actor.kind}:${actor.id}`;
  // A closed connection has no address any more; its request is answered to nobody.
  return req.ip === undefined ? 'unknown' : ipKeyGenerator(req.ip, IPV6_NETWORK_BITS);
}
