import { loadConfiguration } from '../../../../src/config/load';
import { accessRules } from '../../../../src/http/access/access-rules';
import { isLoopback } from '../../../../src/config/loopback';

describe('an address that only this machine reaches', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost', 'LOCALHOST'])('is %s', (address) => {
    expect(isLoopback(address)).toBe(true);
  });

  it.each(['0.0.0.0', '::', '10.0.0.1', '192.168.1.4', 'models.lan', '::ffff:10.0.0.1'])(
    'is not %s',
    (address) => {
      expect(isLoopback(address)).toBe(false);
    },
  );
});

describe('the rules of access', () => {
  const rules = (environment: NodeJS.ProcessEnv): ReturnType<typeof accessRules> =>
    accessRules(loadConfiguration(environment), { machineName: 'Big-Machine' });

  it('keep the service to this machine in development, and open it in production', () => {
    expect(rules({}).isExposed).toBe(false);
    expect(rules({ NODE_ENV: 'production' }).isExposed).toBe(true);
    expect(rules({ NODE_ENV: 'production', HOST: '127.0.0.1' }).isExposed).toBe(false);
    expect(rules({ HOST: '0.0.0.0' }).isExposed).toBe(true);
  });

  it('know the machine’s own name and those that are allowed', () => {
    const { hosts } = rules({ ALLOWED_HOSTS: 'Models.example.org, other.example.org' });
    expect([...hosts!]).toEqual(['models.example.org', 'other.example.org', 'big-machine']);
  });

  it('know every name where any is allowed', () => {
    expect(rules({ ALLOWED_HOSTS: '*' }).hosts).toBeUndefined();
  });

  it('ask for no name and warn of nothing once callers have to prove who they are', () => {
    const { hosts, isExposed } = rules({ HOST: '0.0.0.0', AUTH: 'on' });
    expect(hosts).toBeUndefined();
    expect(isExposed).toBe(false);
  });

  it('let no other site in by default', () => {
    expect(rules({}).origins).toEqual([]);
  });

  it.each(['https://models.example.org', 'models.example.org:5000', 'a b', '.example.org', 'a..b'])(
    'refuse %j as a name',
    (text) => {
      expect(() => rules({ ALLOWED_HOSTS: text })).toThrow(/^ALLOWED_HOSTS=/);
    },
  );
});
