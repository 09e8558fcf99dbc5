import { mkdirSync, mkdtempSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findLibrary } from '../../../../src/tensorflow/install/find-library';
import { isLinked, linkLibrary } from '../../../../src/tensorflow/install/link-library';
import { libraryIn } from '../../../../src/tensorflow/install/tensorflow-library';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tensorflow-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Makes empty files below the test's folder. */
function makeFiles(...names: string[]): void {
  for (const name of names) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '');
  }
}

const PYTHON_PACKAGE = [
  'site/tensorflow/include/tensorflow/c/c_api.h',
  'site/tensorflow/libtensorflow_cc.so.2',
  'site/tensorflow/libtensorflow_framework.so.2',
  'site/tensorflow_cpu-2.21.0.dist-info/METADATA',
];
const C_ARCHIVE = [
  'c/include/tensorflow/c/c_api.h',
  'c/lib/libtensorflow.so.2',
  'c/lib/libtensorflow_framework.so.2',
];

describe('libraryIn', () => {
  it("knows a Python package's folder, and its version by the metadata beside it", () => {
    makeFiles(...PYTHON_PACKAGE);
    const root = path.join(folder, 'site', 'tensorflow');
    expect(libraryIn(root, 'a test')).toEqual({
      origin: 'a test',
      version: '2.21.0',
      headers: path.join(root, 'include'),
      library: path.join(root, 'libtensorflow_cc.so.2'),
      framework: path.join(root, 'libtensorflow_framework.so.2'),
    });
  });

  it("knows the C library's archive", () => {
    makeFiles(...C_ARCHIVE);
    expect(libraryIn(path.join(folder, 'c'), 'a test')).toMatchObject({
      version: undefined,
      library: path.join(folder, 'c', 'lib', 'libtensorflow.so.2'),
    });
  });

  it.each([...C_ARCHIVE.keys()])('takes no folder for one that lacks a part (%i)', (missing) => {
    makeFiles(...C_ARCHIVE.filter((_, index) => index !== missing));
    expect(libraryIn(path.join(folder, 'c'), 'a test')).toBeUndefined();
  });
});

describe('linkLibrary', () => {
  it('replaces what was linked before', async () => {
    makeFiles(...PYTHON_PACKAGE, ...C_ARCHIVE);
    const nodePackage = path.join(folder, 'tfjs-node');
    const first = libraryIn(path.join(folder, 'c'), 'a test')!;
    const second = libraryIn(path.join(folder, 'site', 'tensorflow'), 'a test')!;
    await linkLibrary(nodePackage, first);
    await linkLibrary(nodePackage, second);
    expect(isLinked(nodePackage, first)).toBe(false);
    expect(isLinked(nodePackage, second)).toBe(true);
    const lib = path.join(nodePackage, 'deps', 'lib');
    expect(readlinkSync(path.join(lib, 'libtensorflow_cc.so.2'))).toBe(second.library);
    expect(readlinkSync(path.join(lib, 'libtensorflow_framework.so'))).toBe(second.framework);
    expect(readlinkSync(path.join(nodePackage, 'deps', 'include'))).toBe(second.headers);
  });

  it('has linked nothing in a fresh package', () => {
    makeFiles(...C_ARCHIVE);
    const library = libraryIn(path.join(folder, 'c'), 'a test')!;
    expect(isLinked(path.join(folder, 'tfjs-node'), library)).toBe(false);
  });
});

describe('findLibrary', () => {
  const { signal } = new AbortController();

  it('takes the folder LIBTENSORFLOW_ROOT before all others', async () => {
    makeFiles(...C_ARCHIVE);
    const root = path.join(folder, 'c');
    const library = await findLibrary({ root, cacheFolder: folder, signal });
    expect(library?.origin).toBe(`LIBTENSORFLOW_ROOT=${root}`);
  });

  it('refuses a LIBTENSORFLOW_ROOT without a library', async () => {
    await expect(findLibrary({ root: folder, cacheFolder: folder, signal })).rejects.toMatchObject({
      name: 'TensorFlowInstallError',
      message: expect.stringContaining(`LIBTENSORFLOW_ROOT=${folder} holds no TensorFlow`),
    });
  });
});
