import { SealBrokenError, SecretBox } from '../../../src/auth/secret-box';

const box = new SecretBox('a secret of a service in a test, 32 characters');

describe('a secret box', () => {
  it('gives back what was put into it', () => {
    expect(box.open(box.seal('mls_text', 'key'), 'key')).toBe('mls_text');
  });

  it('shows neither the text nor that two texts are the same', () => {
    const [one, another] = [box.seal('mls_text', 'key'), box.seal('mls_text', 'key')];
    expect(one).not.toBe(another);
    expect(Buffer.from(one, 'base64').includes('mls_text')).toBe(false);
  });

  it.each([
    ['for another owner', (sealed: string) => box.open(sealed, 'other')],
    [
      'with another secret of the service',
      (sealed: string) => new SecretBox('b'.repeat(32)).open(sealed, 'key'),
    ],
    ['after a change', (sealed: string) => box.open(sealed.replace(/.{8}$/, 'AAAAAAA='), 'key')],
    ['when half of it is gone', (sealed: string) => box.open(sealed.slice(0, 20), 'key')],
  ])('does not open %s', (_when, open) => {
    expect(() => open(box.seal('mls_text', 'key'))).toThrow(SealBrokenError);
  });
});
