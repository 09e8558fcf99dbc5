import fc from 'fast-check';
import { cleanFileName } from '../../../../src/dataset/samples/clean-file-name';
import { ExportedNames } from '../../../../src/dataset/samples/exported-name';

const sample = { format: 'png', id: 'ab'.repeat(32) };

describe('the name of a file in an export', () => {
  it.each([
    ['a.png', 'a.png'],
    ['Strand 1.PNG', 'Strand 1.PNG'],
    ['old.zip/cat/a.png', 'a.png'],
    ['a', 'a.png'],
    ['a.jpg', 'a.jpg.png'],
    ['.hidden.png', '\uff0ehidden.png'],
    ['con.png', '\uff43on.png'],
    ['a:b?.png', 'a\uff1ab\uff1f.png'],
  ])('of %s is %s', (fileName, name) => {
    expect(new ExportedNames().nameOf('Cat', fileName, sample)).toBe(name);
  });

  it('is one that no other file of its folder has, whatever the case', () => {
    const names = new ExportedNames();
    expect(names.nameOf('Cat', 'a.png', sample)).toBe('a.png');
    expect(names.nameOf('Dog', 'a.png', sample)).toBe('a.png');
    expect(names.nameOf('Cat', 'A.png', sample)).toBe('A-abababab.png');
    expect(names.nameOf('Cat', 'A.png', sample)).toBe(`A-${sample.id}.png`);
  });

  it('fits every file system, whatever the file was called', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 8 }),
        (given) => {
          const names = new ExportedNames();
          const made = given.map((name, i) =>
            names.nameOf('Cat', cleanFileName(name), {
              format: 'jpeg',
              id: String(i).padStart(64, '0'),
            }),
          );
          expect(new Set(made.map((name) => name.normalize('NFKC').toLowerCase())).size).toBe(
            given.length,
          );
          for (const name of made) {
            expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
            expect(name).not.toMatch(/[<>:"|?*/\\]|^\.|[. ]$/);
            expect(name).toMatch(/\.(?:jpe?g|jpe|jfif)$/i);
          }
        },
      ),
    );
  });
});
