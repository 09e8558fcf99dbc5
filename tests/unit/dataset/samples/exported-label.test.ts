import fc from 'fast-check';
import { exportedLabel, importedLabel } from '../../../../src/dataset/samples/exported-label';
import { labelKey, LabelError, parseLabel } from '../../../../src/dataset/samples/label';

describe('a label in an archive of samples', () => {
  it.each(['Cat', 'Polar Bear', 'Straße', '猫', 'console', 'a-b', 'constructor', '__proto__'])(
    '%j is a folder of its own name',
    (label) => expect(exportedLabel(label)).toEqual({ folder: label, comment: '' }),
  );

  it.each([
    ['con', 'ｃon'],
    ['NUL.txt', 'ＮUL.txt'],
    ['com1', 'ｃom1'],
    ['LPT¹', 'ＬPT¹'],
    ['-rf', '－rf'],
    ['~root', '～root'],
    ['ends with dots..', 'ends with dots.．'],
    ['what? "a:b" <c>|*', 'what？ ＂a：b＂ ＜c＞｜＊'],
    ['Thumbs.db', 'Ｔhumbs.db'],
    ['__MACOSX', '＿_MACOSX'],
  ])('%j is the folder %j', (label, folder) => {
    expect(exportedLabel(label)).toEqual({ folder, comment: `label: ${label}` });
  });

  it('is the same label again, and of the same key where the comment is lost', () => {
    const label = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 }),
      fc.string({
        unit: fc.constantFrom('-', '~', '.', ':', 'c', 'o', 'n', '<', '*'),
        minLength: 1,
        maxLength: 8,
      }),
    );
    fc.assert(
      fc.property(
        label.filter(isLabel).map((text) => parseLabel(text).name),
        (name) => {
          const { folder, comment } = exportedLabel(name);
          expect(importedLabel(folder, comment)).toBe(name);
          expect(labelKey(folder)).toBe(labelKey(name));
          expect(folder).not.toMatch(/^[-~]|[<>:"|?*/\\]|[. ]$/);
        },
      ),
      { numRuns: 2000, seed: 7 },
    );
  });

  it.each([
    ['another label', 'label: Dog'],
    ['something else', 'made by hand'],
    ['far too much', `label: ${'Cat '.repeat(1000)}`],
  ])('is the folder where its comment says %s', (_what, comment) => {
    expect(importedLabel('Cat', comment)).toBe('Cat');
  });
});

function isLabel(text: string): boolean {
  try {
    parseLabel(text);
    return true;
  } catch (error) {
    if (error instanceof LabelError) return false;
    throw error;
  }
}
