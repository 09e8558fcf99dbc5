import {
  AllowedHosts,
  ForbiddenAddressError,
  type Address,
} from '../../../src/alerts/webhooks/allowed-hosts';

const at =
  (...addresses: string[]) =>
  (): Promise<Address[]> =>
    Promise.resolve(
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

async function judged(entries: string[], url: string, ...addresses: string[]): Promise<string> {
  const hosts = new AllowedHosts(entries, at(...addresses));
  try {
    return (await hosts.addressFor(new URL(url))).address;
  } catch (error) {
    if (error instanceof ForbiddenAddressError) return 'refused';
    throw error;
  }
}

describe('where webhooks may go', () => {
  it('is any public address over https', async () => {
    expect(await judged(['*'], 'https://hooks.example.org/x', '93.184.216.34')).toBe(
      '93.184.216.34',
    );
    expect(await judged(['*'], 'http://hooks.example.org/x', '93.184.216.34')).toBe('refused');
  });

  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://169.254.169.254/latest/meta-data',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
  ])('is not the private address %s', async (url) => {
    expect(await judged(['*'], url)).toBe('refused');
  });

  it('is no name of which any address is private', async () => {
    expect(await judged(['*'], 'https://rebound.example.org/', '93.184.216.34', '10.0.0.1')).toBe(
      'refused',
    );
    expect(await judged(['*'], 'https://rebound.example.org/', '::ffff:10.0.0.1')).toBe('refused');
  });

  it('is a listed name or network, private or not, also by http', async () => {
    expect(await judged(['hooks.internal'], 'http://hooks.internal:8080/', '10.0.0.1')).toBe(
      '10.0.0.1',
    );
    expect(await judged(['10.0.0.0/8'], 'http://anything.example.org/', '10.0.0.1')).toBe(
      '10.0.0.1',
    );
    expect(await judged(['10.0.0.0/8'], 'https://anything.example.org/', '93.184.216.34')).toBe(
      'refused',
    );
    expect(await judged(['hooks.internal'], 'https://other.internal/', '10.0.0.1')).toBe('refused');
  });

  it('is nothing where nothing is listed', async () => {
    expect(new AllowedHosts([]).isEmpty).toBe(true);
    expect(await judged([], 'https://hooks.example.org/', '93.184.216.34')).toBe('refused');
  });
});
