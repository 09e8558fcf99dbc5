import { passwordProblem, Passwords, PasswordsBusyError } from '../../../src/auth/passwords';

describe('a password', () => {
  it.each([
    'short',
    'aaaaaaaaaaaaaaa',
    'ada.lovelaceX1',
    'x'.repeat(201),
    'password1234',
    'Passw0rd2026!',
    'qwertyuiop123',
    'Administrator1',
    'welcome-12345',
  ])('is not %j', (text) => {
    expect(passwordProblem(text, 'ada.lovelace')).toBeDefined();
  });

  it.each(['correct horse battery', '密码密码很长的密码十二个字', 'äöüäöü-1234-äöü'])(
    'may be %j',
    (text) => {
      expect(passwordProblem(text, 'ada')).toBeUndefined();
    },
  );

  it('is kept with a salt, and matches itself alone', async () => {
    const passwords = new Passwords();
    const [one, two] = [await passwords.hash('a password'), await passwords.hash('a password')];
    expect(one).not.toBe(two);
    expect(one).not.toContain('a password');
    expect(await passwords.matches('a password', one)).toBe(true);
    expect(await passwords.matches('a Password', one)).toBe(false);
    expect(await passwords.matches('a password', undefined)).toBe(false);
    expect(await passwords.matches('a password', null)).toBe(false);
  });

  it('is checked one at a time, and too many at once are refused', async () => {
    const passwords = new Passwords({ maxWaiting: 2 });
    const tries = Array.from({ length: 7 }, () => passwords.hash('a password'));
    const outcomes = await Promise.allSettled(tries);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(4);
    expect(refused).toContainEqual({ status: 'rejected', reason: expect.any(PasswordsBusyError) });
  });
});
