import type { Request } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';

/** What a provider gives one customer of IPv6. */
const IPV6_NETWORK_BITS = 56;

/** Who a request is counted for: an IPv4 address, or the /56 of an IPv6 one. */
export function clientKey(req: Request): string {
  // A closed connection has no address any more; its request is answered to nobody.
  return req.ip === undefined ? 'unknown' : ipKeyGenerator(req.ip, IPV6_NETWORK_BITS);
}
