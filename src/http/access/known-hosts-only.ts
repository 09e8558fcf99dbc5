import type { Request, RequestHandler } from 'express';
import { HttpError } from '../kit/errors/http-error';
import type { AccessRules } from './access-rules';
import { hostName, isNobodysName } from './host-name';

/** What can be a name of a host, and may hence be repeated in an answer. */
const NAME = /^[\w.-]{1,253}$/;

/**
 * Takes requests for names of this service alone. Otherwise a stranger's page could reach it from
 * a visitor's browser under a name of the stranger's own, as if it were a page of this service
 * (DNS rebinding). Health is no exception: probes ask by address.
 *
 * @throws {HttpError} BAD_REQUEST when it names no host or two, UNKNOWN_HOST
 */
export function knownHostsOnly({
  hosts,
  trustsProxy,
}: Pick<AccessRules, 'hosts' | 'trustsProxy'>): RequestHandler {
  return (req, _res, next) => {
    const given = req.headersDistinct.host ?? [];
    // HTTP/1.0 knows no names; no browser speaks it.
    if (given.length !== 1 && (given.length > 1 || req.httpVersion !== '1.0')) {
      next(new HttpError('BAD_REQUEST', 'A request names one host.'));
      return;
    }
    const names = trustsProxy ? [...given, ...forwardedHosts(req)] : given;
    const unknown = hosts && names.map(hostName).find((name) => !isKnown(name, hosts));
    next(unknown === undefined ? undefined : new HttpError('UNKNOWN_HOST', wordsFor(unknown)));
  };
}

/** Every one of them is checked: a page can set this header too, and proxies add theirs behind. */
function forwardedHosts(req: Request): string[] {
  const header = req.get('X-Forwarded-Host') ?? '';
  return header
    .split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '');
}

function isKnown(name: string, hosts: ReadonlySet<string>): boolean {
  return isNobodysName(name) || hosts.has(name);
}

function wordsFor(name: string): string {
  return NAME.test(name)
    ? `This service does not know the name ${name}; to use it, start the service with ALLOWED_HOSTS=${name}.`
    : 'This service does not know that name; ALLOWED_HOSTS lists the names that it answers to.';
}
