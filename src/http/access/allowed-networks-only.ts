import type { Request, RequestHandler } from 'express';
import { isLoopback } from '../../config/loopback';
import { Networks } from '../../config/networks';
import { HttpError } from '../kit/errors/http-error';
import type { Route } from '../kit/route';
import { protocolShape } from './program-paths';

/**
 * Takes requests from listed networks alone, before anything else is done with them. The address is the
 * client's as `TRUST_PROXY` tells it. Probes of health from the machine itself always pass, so that a
 * container is not restarted because of the list; everything else is refused to it unless it is listed.
 *
 * @param networks each of which is one, as the configuration has checked; none for any address
 * @param routes those without a rate limit are of health
 * @throws {HttpError} ADDRESS_NOT_ALLOWED, in the shape of the protocol that is spoken
 */
export function allowedNetworksOnly(
  networks: readonly string[],
  routes: readonly Pick<Route, 'path' | 'limit' | 'scope'>[],
): RequestHandler {
  if (networks.length === 0) return (_req, _res, next) => next();
  const allowed = new Networks(networks);
  const probes = new Set(
    routes
      .filter(({ limit, scope }) => limit === 'none' && scope === 'public')
      .map(({ path }) => path),
  );
  const isProbe = (req: Request): boolean =>
    probes.has(req.path) && isLoopback(plainAddress(req.ip ?? ''));
  return (req, res, next) => {
    if (allowed.has(req.ip ?? '') || isProbe(req)) {
      next();
      return;
    }
    res.locals.errorShape = protocolShape(req.path);
    next(new HttpError('ADDRESS_NOT_ALLOWED', 'This service may not be used from this address.'));
  };
}

/** IPv4 as it is written, though a socket for both versions has it as IPv6. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
