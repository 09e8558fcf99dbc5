import { idInKey, newKeyText } from '../../../src/auth/key-text';

describe('the text of a key', () => {
  it('has an id, a secret and a checksum', () => {
    const { id, text } = newKeyText();
    expect(text).toMatch(/^mlk_[0-9A-Za-z]{8}_[0-9A-Za-z]{32}_[0-9A-Za-z]{6}$/);
    expect(idInKey(text)).toBe(id);
    expect(newKeyText().text).not.toBe(text);
  });

  it('is refused by its checksum with any character mistyped', () => {
    const { text } = newKeyText();
    for (let at = 4; at < text.length; at++) {
      const other = text[at] === 'a' ? 'b' : 'a';
      expect(idInKey(text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined();
    }
  });

  it.each(['', 'mlk_', 'Bearer', `mlk_${'a'.repeat(48)}`, 'mlk_aaaaaaaa_\n_aaaaaa'])(
    'is not %j',
    (text) => {
      expect(idInKey(text)).toBeUndefined();
    },
  );
});
