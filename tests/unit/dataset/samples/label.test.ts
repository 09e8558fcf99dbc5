import fc from 'fast-check';
import { labelKey, LabelError, parseLabel } from '../../../../src/dataset/samples/label';

const ENGLAND = '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}';

/** Any text that is a label. */
const anyLabel = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 64 })
  .filter((text) => isLabel(text));

function isLabel(text: string): boolean {
  try {
    parseLabel(text);
    return true;
  } catch (error) {
    if (error instanceof LabelError) return false;
    throw error;
  }
}

describe('a label', () => {
  it.each([
    ['Cat', 'cat', 'Cat'],
    ['  Polar \t Bear\n', 'polar bear', 'Polar Bear'],
    ['STRASSE', 'strasse', 'STRASSE'],
    ['Straße', 'strasse', 'Straße'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφοσ', 'ΣΊΣΥΦΟΣ'],
    ['σίσυφος', 'σίσυφοσ', 'σίσυφος'],
    ['ＣＡＴ', 'cat', 'ＣＡＴ'],
    ['ﬁsh', 'fish', 'ﬁsh'],
    ['Cafe\u0301', 'café', 'Café'],
    ['猫', '猫', '猫'],
    ['🐈', '🐈', '🐈'],
    ['constructor', 'constructor', 'constructor'],
    ['__proto__', '__proto__', '__proto__'],
    ["'; drop table samples; --", "'; drop table samples; --", "'; drop table samples; --"],
    // Joiners and selectors that scripts and emoji need.
    ['گل\u200cها', 'گل\u200cها', 'گل\u200cها'],
    ['می\u200cخواهم', 'می\u200cخواهم', 'می\u200cخواهم'],
    ['क्\u200dष', 'क्\u200dष', 'क्\u200dष'],
    ['ന്\u200d', 'ന്\u200d', 'ന്\u200d'],
    ['শ্\u200cর', 'শ্\u200cর', 'শ্\u200cর'],
    ['👩\u200d🌾', '👩🌾', '👩\u200d🌾'],
    ['👩🏽\u200d🌾', '👩🏽🌾', '👩🏽\u200d🌾'],
    ['👁\ufe0f\u200d🗨\ufe0f', '👁🗨', '👁\ufe0f\u200d🗨\ufe0f'],
    [ENGLAND, ENGLAND, ENGLAND],
    ['1\ufe0f\u20e3', '1\u20e3', '1\ufe0f\u20e3'],
    ['葛\u{e0100}飾', '葛飾', '葛\u{e0100}飾'],
    ['ᠬᠠᠷ\u180eᠠ', 'ᠬᠠᠷ\u180eᠠ', 'ᠬᠠᠷ\u180eᠠ'],
  ])('%j is compared as %j and shown as %j', (text, key, name) => {
    expect(parseLabel(text)).toEqual({ key, name });
  });

  it.each<[string, string, string]>([
    ['emoji style of what is an emoji', '☕\ufe0f', '☕'],
    ['emoji style of a heart', '❤\ufe0f', '❤'],
    ['text style of a heart', '❤\ufe0e', '❤'],
    ['emoji style of a digit', 'Fox 1\ufe0f', 'Fox 1'],
    ['emoji style inside a sequence', '👁\ufe0f\u200d🗨\ufe0f', '👁\u200d🗨'],
    ['the joiner of emoji, which may show as two', '🐻\u200d❄', '🐻❄'],
    ['a variation of an ideograph', '葛\u{e0100}飾', '葛飾'],
    ['a variation of a Mongolian letter', 'ᠠ\u180bᠠ', 'ᠠᠠ'],
    ['a non-joiner behind a letter that joins nothing', 'کار\u200cها', 'کارها'],
    ['NFD', 'Fu\u0308chse', 'Füchse'],
  ])('meets what looks the same: %s', (_what, one, other) => {
    expect(parseLabel(one).key).toBe(parseLabel(other).key);
  });

  it.each<[string, string, string]>([
    ['joined letters and letters that are not', 'گل\u200cها', 'گلها'],
    ['two flags', ENGLAND, '🏴'],
    ['a conjunct and its half form', 'क्\u200dष', 'क्ष'],
  ])('keeps apart what looks different: %s', (_what, one, other) => {
    expect(parseLabel(one).key).not.toBe(parseLabel(other).key);
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['spaces', ' \u00a0\u3000\t\n'],
    ['65 characters', 'x'.repeat(65)],
    ['65 characters of two units each', '🐈'.repeat(65)],
    ['NUL', 'ca\0t'],
    ['a control character', 'ca\u0007t'],
    ['a zero-width space', 'ca\u200bt'],
    ['a turn of direction', 'ca\u202et'],
    ['half a surrogate pair', 'ca\ud83d'],
    ['a slash', 'a/b'],
    ['a backslash', 'a\\b'],
    ['a hidden folder', '.cat'],
    ['the folder above', '..'],
    ['a character that is none yet', 'a\u0378'],
    ['a soft hyphen', 'C\u00adat'],
    ['emoji style of a letter', 'Cat\ufe0f'],
    ['a variation of a letter', 'Cat\u{e0100}'],
    ['a Mongolian variation of a letter', 'Cat\u180b'],
    ['a tag', 'Cat\u{e0061}'],
    ['tags of no flag', '🏴\u{e0075}\u{e0073}\u{e0074}\u{e0078}\u{e007f}'],
    ['a Hangul filler', 'Cat\u115f'],
    ['another Hangul filler', 'Cat\u3164'],
    ['a filler of half width', 'Cat\uffa0'],
    ['a blank Braille pattern', 'Cat\u2800'],
    ['a Mongolian vowel separator', 'Cat\u180e'],
    ['a combining grapheme joiner', 'Cat\u034f'],
    ['an Arabic letter mark', 'Cat\u061c'],
    ['an inherent vowel of Khmer', 'Cat\u17b4'],
    ['a word joiner', 'Cat\u2060'],
    ['an annotation', 'Cat\ufff9'],
    ['a joiner between Latin letters', 'Ca\u200dt'],
    ['a non-joiner between Latin letters', 'Ca\u200ct'],
    ['two non-joiners', 'گل\u200c\u200cها'],
    ['a joiner at the end', 'گل\u200d'],
    ['a joiner between an emoji and a letter', '👩\u200dt'],
    ['a joiner at the start', '\u200d👩'],
  ])('is not %s', (_what, text) => {
    expect(() => parseLabel(text)).toThrow(LabelError);
  });

  it('has at most 64 characters, counted as people do', () => {
    expect(parseLabel('🐈'.repeat(64)).name).toBe('🐈'.repeat(64));
  });

  it('is the same whatever its case', () => {
    fc.assert(
      fc.property(anyLabel, (text) => {
        const { key } = parseLabel(text);
        for (const other of [text.toUpperCase(), text.toLowerCase()]) {
          if (isLabel(other)) expect(parseLabel(other).key).toBe(key);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is the same with other spaces, and in other normal forms', () => {
    fc.assert(
      fc.property(anyLabel, fc.constantFrom(' ', '\t', '\u00a0', '  \n'), (text, space) => {
        const { key } = parseLabel(text);
        expect(parseLabel(`${space}${text}${space}`).key).toBe(key);
        expect(parseLabel(text.trim().replace(/\s+/gu, space)).key).toBe(key);
        for (const form of ['NFC', 'NFD']) expect(parseLabel(text.normalize(form)).key).toBe(key);
      }),
    );
  });

  it('is read from its own name and key without change', () => {
    fc.assert(
      fc.property(anyLabel, (text) => {
        const label = parseLabel(text);
        expect(parseLabel(label.name)).toEqual(label);
        if (isLabel(label.key)) expect(parseLabel(label.key).key).toBe(label.key);
      }),
      { numRuns: 2000 },
    );
  });

  it('has the key that its name has, which is there for names that are no label too', () => {
    fc.assert(
      fc.property(anyLabel, (text) => expect(labelKey(text)).toBe(parseLabel(text).key)),
      { numRuns: 2000 },
    );
    expect(labelKey('C\u00adat')).toBe('c\u00adat');
    expect(labelKey('Ca\u200bT')).toBe('ca\u200bt');
  });

  it('is the same however often invisible characters that change nothing are left out', () => {
    const oddities = ['\u200c', '\u200d', '\ufe0f', '\ufe0e', '\u{e0100}', '\u180b', '\u0301'];
    const bases = ['a', '1', 'ا', 'ب', 'گ', 'क', '\u094d', '☕', '❤', '👩', '🌾', '🏽', '葛', 'ᠠ'];
    const text = fc.string({ unit: fc.constantFrom(...oddities, ...bases), maxLength: 12 });
    fc.assert(
      fc.property(text.filter(isLabel), (given) => {
        const label = parseLabel(given);
        expect(parseLabel(label.name)).toEqual(label);
      }),
      { numRuns: 5000, seed: 20 },
    );
  });

  it('is a folder of its own wherever it is unpacked', () => {
    fc.assert(
      fc.property(anyLabel, (text) => {
        const { name } = parseLabel(text);
        expect(name).not.toMatch(/[/\\\0]|^\.|^\s|\s$/u);
      }),
    );
  });
});
