import { hostName, isNobodysName } from '../../../../src/http/access/host-name';

describe('the name in a Host header', () => {
  it.each([
    ['localhost:5000', 'localhost'],
    ['Models.LAN', 'models.lan'],
    ['models.example.org.:8443', 'models.example.org'],
    ['127.0.0.1:5000', '127.0.0.1'],
    ['[::1]:5000', '[::1]'],
    ['[fe80::1]', '[fe80::1]'],
    ['::1', '::1'],
  ])('of %s is %s', (header, name) => {
    expect(hostName(header)).toBe(name);
  });
});

describe('a name that nobody can have lead here', () => {
  it.each([
    'localhost',
    '127.0.0.1',
    '10.1.2.3',
    '[::1]',
    '::1',
    'models',
    'models.local',
    'a.b.internal',
    'models.lan',
  ])('is %s', (name) => {
    expect(isNobodysName(name)).toBe(true);
  });

  it.each([
    '',
    'evil.example',
    'local.evil.example',
    'evil.example.local.com',
    'notlocal.localx',
    '127.0.0.1.evil.example',
    '1.2.3.4.5',
    '256.1.1.1',
    '[::1].evil.example',
    '[evil.example]',
    'localhost.evil.example',
  ])('is not %j', (name) => {
    expect(isNobodysName(name)).toBe(false);
  });
});
