import { returnPath } from '../../../../src/http/access/return-to';

describe('where signing in leads', () => {
  it.each([
    ['/models', '/models'],
    ['/history?class=cat&sort=time', '/history?class=cat&sort=time'],
    ['/data/../system', '/system'],
  ])('is %s', (asked, path) => {
    expect(returnPath(asked)).toBe(path);
  });

  it.each([
    undefined,
    null,
    '',
    'models',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '/\n//evil.example',
    '/.//evil.example',
    '/login?returnTo=/login',
    `/${'a'.repeat(3000)}`,
    'javascript:alert(1)',
  ])('is never %j', (asked) => {
    expect(returnPath(asked)).toBe('/');
  });
});
