import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CIFAR10_CLASSES } from '../../../src/config/cifar10';
import { classNamesOf } from '../../../src/dataset/collections/class-names';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'classes-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function write(...files: string[]): void {
  for (const file of files) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), 'x');
  }
}

describe('the classes of a data set', () => {
  it('are those of its folders, by name', async () => {
    write('train/bee/1.jpg', 'train/Ant/1.jpg', 'test/bee/1.jpg', 'val/wasp/1.jpg');
    await expect(classNamesOf(folder)).resolves.toEqual(['Ant', 'bee']);
  });

  it('are all of CIFAR-10, in its order, where there are no others', async () => {
    write('cat/1.png', 'dog/1.png');
    await expect(classNamesOf(folder)).resolves.toEqual(CIFAR10_CLASSES);
  });

  it('must be two at least', async () => {
    write('bee/1.jpg', 'Bee/2.jpg');
    await expect(classNamesOf(folder)).rejects.toThrow('has 1 class; there must be 2');
  });
});
