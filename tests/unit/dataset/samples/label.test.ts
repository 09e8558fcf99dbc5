import fc from 'fast-check';
import { LabelError, parseLabel } from '../../../../src/dataset/samples/label';

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
  ])('%j is compared as %j and shown as %j', (text, key, name) => {
    expect(parseLabel(text)).toEqual({ key, name });
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

  it('is a folder of its own wherever it is unpacked', () => {
    fc.assert(
      fc.property(anyLabel, (text) => {
        const { name } = parseLabel(text);
        expect(name).not.toMatch(/[/\\\0]|^\.|^\s|\s$/u);
      }),
    );
  });
});
