import { isNetwork, Networks } from '../../../src/config/networks';

describe('networks', () => {
  const networks = new Networks(['10.0.0.0/8', '192.0.2.7', 'fd00::/8', '2001:db8::1']);

  it.each(['10.255.0.1', '::ffff:10.0.0.1', '192.0.2.7', 'fd12::9', '2001:db8::1'])(
    'have %s',
    (address) => {
      expect(networks.has(address)).toBe(true);
    },
  );

  it.each(['11.0.0.1', '192.0.2.8', 'fe80::1', '2001:db8::2', '::ffff:11.0.0.1', '', 'unknown'])(
    'do not have %j',
    (address) => {
      expect(networks.has(address)).toBe(false);
    },
  );

  it.each([
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0/8',
    'example.org',
    '10.0.0.1/',
    '/8',
    '1.2.3.4/ 8',
  ])('are not written %j', (text) => {
    expect(isNetwork(text)).toBe(false);
    expect(() => new Networks([text])).toThrow(RangeError);
  });
});
