import { hostname } from 'node:os';
import type { Configuration } from '../../config/load';
import { isLoopback } from '../../config/loopback';

type Settings = Pick<
  Configuration,
  'AUTH' | 'HOST' | 'ALLOWED_HOSTS' | 'CORS_ORIGINS' | 'TRUST_PROXY'
>;

/**
 * Who may ask, decided once at the start and the same for every route. Where callers have to prove who
 * they are, what only stands in for that is switched off.
 */
export interface AccessRules {
  /** Whether callers have to prove who they are. */
  readonly authenticates: boolean;
  /** Origins whose pages may call the API; `*` for any. */
  readonly origins: readonly string[];
  /**
   * Names that a request may ask for, beside those that no stranger can own; undefined when any
   * name will do.
   */
  readonly hosts: ReadonlySet<string> | undefined;
  /** Whether a reverse proxy says in `X-Forwarded-Host` which name it was asked for. */
  readonly trustsProxy: boolean;
  /** Whether everybody on the network can do everything. */
  readonly isExposed: boolean;
}

export interface AccessOptions {
  /** What this machine calls itself on its network. */
  readonly machineName?: string;
}

export function accessRules(
  { AUTH, HOST, ALLOWED_HOSTS, CORS_ORIGINS, TRUST_PROXY }: Settings,
  { machineName = hostname() }: AccessOptions = {},
): AccessRules {
  const authenticates = AUTH === 'on';
  // Who has to show a key cannot be robbed of it by a name that leads here: the browser keeps keys
  // by name. Without keys the name is all that tells a page of this service from any other.
  const checksHosts = !authenticates && !ALLOWED_HOSTS.includes('*');
  return {
    authenticates,
    origins: CORS_ORIGINS,
    hosts: checksHosts ? new Set([...ALLOWED_HOSTS, machineName.toLowerCase()]) : undefined,
    trustsProxy: TRUST_PROXY > 0,
    isExposed: !authenticates && !isLoopback(HOST),
  };
}
