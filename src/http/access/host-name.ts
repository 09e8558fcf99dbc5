import { isIPv4, isIPv6 } from 'node:net';

/** What follows a name: a port, which says nothing about who owns the name. */
const PORT = /:\d{1,5}$/;
/** Domains that are kept for local networks: nobody can register a name in them. */
const LOCAL_DOMAINS = ['.local', '.internal', '.lan'];

/**
 * The name in a `Host` header, without port and final dot, in lower case.
 *
 * @example
 * hostName('Models.LAN:5000'); // 'models.lan'
 */
export function hostName(header: string): string {
  const isBareIPv6 = isIPv6(header);
  const name = isBareIPv6 ? header : header.replace(PORT, '');
  return name.replace(/\.$/, '').toLowerCase();
}

/**
 * Whether a name is safe from DNS rebinding: a stranger who owns a domain can have it lead to this
 * machine, and a page from there would then count as one of this service. Nobody owns an address,
 * a name without a dot or one in a domain for local networks.
 */
export function isNobodysName(name: string): boolean {
  if (name === '') return false;
  if (name.startsWith('[')) return name.endsWith(']') && isIPv6(name.slice(1, -1));
  if (isIPv4(name) || isIPv6(name)) return true;
  return !name.includes('.') || LOCAL_DOMAINS.some((domain) => name.endsWith(domain));
}
