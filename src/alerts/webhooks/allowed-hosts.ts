import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';

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
  readonly #networks: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];
  readonly #resolve: Resolve;

  /** @param entries `*` for every public address, names of hosts, and addresses or networks */
  constructor(entries: readonly string[], resolve: Resolve = resolveBySystem) {
    this.#everyPublic = entries.includes('*');
    const networks: [ipaddr.IPv4 | ipaddr.IPv6, number][] = [];
    const names = new Set<string>();
    for (const entry of entries) {
      if (entry === '*') continue;
      if (ipaddr.isValidCIDR(entry)) networks.push(ipaddr.parseCIDR(entry));
      else if (ipaddr.isValid(entry)) {
        const address = ipaddr.parse(entry);
        networks.push([address, address.kind() === 'ipv4' ? 32 : 128]);
      } else names.add(entry.toLowerCase());
    }
    this.#names = names;
    this.#networks = networks;
    this.#resolve = resolve;
  }

  /** Whether webhooks may reach anything at all. */
  get isEmpty(): boolean {
    return !this.#everyPublic && this.#names.size === 0 && this.#networks.length === 0;
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
    const literal = ipaddr.isValid(host) ? ipaddr.parse(host) : undefined;
    const isListedName = this.#names.has(host);
    const found: readonly Address[] =
      literal === undefined
        ? await this.#resolve(host)
        : [{ address: host, family: literal.kind() === 'ipv6' ? 6 : 4 }];
    const first = found[0];
    if (first === undefined) throw new ForbiddenAddressError(`${host} has no address.`);
    for (const { address } of found) {
      if (!isListedName && !this.#allows(address)) {
        throw new ForbiddenAddressError(
          `${host} leads to an address that WEBHOOK_HOSTS does not allow.`,
        );
      }
    }
    const isListed = isListedName || found.every(({ address }) => this.#isInNetwork(address));
    if (url.protocol !== 'https:' && !isListed) {
      throw new ForbiddenAddressError(`${host} is reached by https only.`);
    }
    return first;
  }

  #allows(address: string): boolean {
    if (this.#isInNetwork(address)) return true;
    // `process` turns an IPv4 address that is written as IPv6 into what it is.
    return this.#everyPublic && ipaddr.process(address).range() === 'unicast';
  }

  #isInNetwork(address: string): boolean {
    const plain = ipaddr.process(address);
    return this.#networks.some(
      ([network, bits]) => network.kind() === plain.kind() && plain.match(network, bits),
    );
  }
}
