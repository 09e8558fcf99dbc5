import fc from 'fast-check';
import { cleanArchivePath, cleanFileName } from '../../../../src/dataset/samples/clean-file-name';

describe('cleanFileName', () => {
  it.each([
    ['cat.png', 'cat.png'],
    ['gâteau au café.jpg', 'gâteau au café.jpg'],
    ['猫 🐈.webp', '猫 🐈.webp'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\fakepath\\cat.png', 'cat.png'],
    ['a\r\nb\0c\u001b[31m.png', 'abc[31m.png'],
    ['invoice\u202Egnp.exe', 'invoicegnp.exe'],
    ['lone\uD800surrogate.png', 'lonesurrogate.png'],
    ['cafe\u0301.png', 'café.png'],
    ['  cat.png  ', 'cat.png'],
    ['', 'unnamed'],
    ['..', 'unnamed'],
    ['folder/', 'unnamed'],
    ['\u0000', 'unnamed'],
  ])('makes %j into %j', (name, expected) => {
    expect(cleanFileName(name)).toBe(expected);
  });

  it('keeps the ending of a name that is too long', () => {
    const name = cleanFileName(`${'猫'.repeat(400)}.jpeg`);
    expect(Array.from(name)).toHaveLength(255);
    expect(name).toMatch(/猫\.jpeg$/);
  });

  it('never lets out a folder, a control character, or more than 255 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (name) => {
        const clean = cleanFileName(name);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cs}/\\]/u);
        expect(Array.from(clean).length).toBeLessThanOrEqual(255);
        expect(clean.trim()).not.toBe('');
      }),
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const clean = cleanFileName(name);
        expect(cleanFileName(clean)).toBe(clean);
      }),
    );
  });
});

describe('cleanArchivePath', () => {
  it.each([
    ['cat/1.png', 'cat/1.png'],
    ['Fu\u0308chse\\1.png', 'Füchse/1.png'],
    ['cat/in\u202Egnp.exe', 'cat/ingnp.exe'],
    ['cat/\u001b[31m.png', 'cat/[31m.png'],
    ['../../etc/passwd', '../../etc/passwd'],
    ['/', 'unnamed'],
    ['', 'unnamed'],
  ])('makes %j into %j', (path, expected) => {
    expect(cleanArchivePath(path)).toBe(expected);
  });

  it('has at most 255 characters with its ending kept, and changes nothing the second time', () => {
    expect(cleanArchivePath(`a.zip/cat/${'x'.repeat(60_000)}.png`)).toMatch(
      /^a\.zip\/cat\/x+\.png$/,
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (path) => {
        const clean = cleanArchivePath(path);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cs}\\]/u);
        expect(Array.from(clean).length).toBeLessThanOrEqual(255);
        expect(cleanArchivePath(clean)).toBe(clean);
      }),
    );
  });
});
