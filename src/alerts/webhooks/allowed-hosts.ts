import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isNetwork, Networks } from '../../config/networks';

/** Why an address is not asked, as a sentence. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';
}

export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

export type Resolve = (host: string) => Promise<readonly Address[]>;

/** All addresses of a name, as the system resolves it. */
export const resolveBySystem: Resolve = async (host) => {
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/**
 * Which hosts webhooks may reach. A name is resolved once, and the connection goes to the address
 * that was judged: a name that changes its address in between gains nothing.
 */
export class AllowedHosts {
  readonly #everyPublic: boolean;
  readonly #names: ReadonlySet<string>;
  readonly #networks: Networks;
  /** Whether nothing at all is listed. */
  readonly isEmpty: boolean;
  readonly #resolve: Resolve;

  /** @param entries `*` for every public address, names of hosts, and addresses or networks */
  constructor(entries: readonly string[], resolve: Resolve = resolveBySystem) {
    this.#everyPublic = entries.includes('*');
    const names = entries.filter((entry) => entry !== '*' && !isNetwork(entry));
    this.#names = new Set(names.map((name) => name.toLowerCase()));
    this.#networks = new Networks(entries.filter(isNetwork));
    this.isEmpty = entries.length === 0;
    this.#resolve = resolve;
  }

  /**
   * Judges where an address leads.
   *
   * @returns the address of the machine to connect to
   * @throws {ForbiddenAddressError}
   * @throws {Error} as the resolver gives it when the name has no address
   */
  async addressFor(url: URL): Promise<Address> {
    const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
    const version = isIP(host);
    const isListedName = this.#names.has(host);
    const found: readonly Address[] =
      version === 0
        ? await this.#resolve(host)
        : [{ address: host, family: version === 6 ? 6 : 4 }];
    const first = found[0];
    if (first === undefined) throw new ForbiddenAddressError(`${host} has no address.`);
    for (const { address } of found) {
      if (!isListedName && !this.#allows(address)) {
        throw new ForbiddenAddressError(
          `${host} leads to an address that WEBHOOK_HOSTS does not allow.`,
        );
      }
    }
    const isListed = isListedName || found.every(({ address }) => this.#isListed(address));
    if (url.protocol !== 'https:' && !isListed) {
      throw new ForbiddenAddressError(`${host} is reached by https only.`);
    }
    return first;
  }

  #allows(address: string): boolean {
    if (this.#isListed(address)) return true;
    return this.#everyPublic && ipaddr.process(address).range() === 'unicast';
  }

  /** `process` turns an IPv4 address that is written as IPv6 into what it is. */
  #isListed(address: string): boolean {
    return this.#networks.has(ipaddr.process(address).toString());
  }
}
