import { BlockList, isIP } from 'node:net';

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const NETWORK = /^([0-9a-fA-F.:]{2,45})(?:\/(\d{1,3}))?$/;

/** Whether a text is an IP address or a network such as `10.0.0.0/8` or `fd00::/8`. */
export function isNetwork(text: string): boolean {
  return parsed(text) !== undefined;
}

/**
 * Addresses from which something may be done.
 *
 * @param texts each of which {@link isNetwork} holds for
 */
export class Networks {
  readonly #list = new BlockList();

  constructor(texts: readonly string[]) {
    for (const text of texts) {
      const network = parsed(text);
      if (network === undefined) throw new RangeError(`${text} is no address or network`);
      this.#list.addSubnet(network.address, network.bits, network.family);
    }
  }

  /** @param address IPv4, IPv6, or IPv4 as a socket for both has it (`::ffff:10.0.0.1`) */
  has(address: string): boolean {
    const plain = MAPPED_IPV4.exec(address)?.[1] ?? address;
    const version = isIP(plain);
    return version !== 0 && this.#list.check(plain, version === 4 ? 'ipv4' : 'ipv6');
  }
}

function parsed(
  text: string,
): { address: string; bits: number; family: 'ipv4' | 'ipv6' } | undefined {
  const [, address, length] = NETWORK.exec(text) ?? [];
  const version = isIP(address ?? '');
  if (address === undefined || version === 0) return undefined;
  const max = version === 4 ? 32 : 128;
  const bits = length === undefined ? max : Number(length);
  return bits > max ? undefined : { address, bits, family: version === 4 ? 'ipv4' : 'ipv6' };
}
