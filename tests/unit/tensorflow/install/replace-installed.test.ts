import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { replaceInstalled } from '../../../../src/tensorflow/install/replace-installed';

let nodePackage: string;
beforeEach(() => {
  nodePackage = mkdtempSync(path.join(tmpdir(), 'tfjs-node-'));
});
afterEach(() => rmSync(nodePackage, { recursive: true }));

const BINDING = path.join('lib', 'napi-v8', 'tfjs_binding.node');
const LIBRARY = path.join('deps', 'lib', 'libtensorflow.so');

/** Makes both files of an installation, with its name as their content. */
function put(name: string): void {
  for (const file of [BINDING, LIBRARY]) {
    mkdirSync(path.dirname(path.join(nodePackage, file)), { recursive: true });
    writeFileSync(path.join(nodePackage, file), name);
  }
}

const installed = (): string[] =>
  [BINDING, LIBRARY].map((file) => readFileSync(path.join(nodePackage, file), 'utf8'));

describe('replaceInstalled', () => {
  it('puts the new one in the place of the old one', async () => {
    put('old');
    const result = await replaceInstalled(nodePackage, () => {
      expect(existsSync(path.join(nodePackage, BINDING))).toBe(false);
      put('new');
      return Promise.resolve('done');
    });
    expect(result).toBe('done');
    expect(installed()).toEqual(['new', 'new']);
    expect(readdirSync(nodePackage).sort()).toEqual(['deps', 'lib']);
  });

  it('puts the old one back when the new one fails half-way', async () => {
    put('old');
    const installing = replaceInstalled(nodePackage, () => {
      put('half-made');
      return Promise.reject(new Error('no compiler'));
    });
    await expect(installing).rejects.toThrow('no compiler');
    expect(installed()).toEqual(['old', 'old']);
    expect(readdirSync(nodePackage).sort()).toEqual(['deps', 'lib']);
  });

  it('leaves nothing half-made where there was none', async () => {
    const installing = replaceInstalled(nodePackage, () => {
      put('half-made');
      return Promise.reject(new Error('no compiler'));
    });
    await expect(installing).rejects.toThrow('no compiler');
    expect(readdirSync(nodePackage)).toEqual([]);
  });

  it('still has the old one after an installation that was killed', async () => {
    put('old');
    await new Promise<void>((resolve) => {
      void replaceInstalled(nodePackage, () => {
        put('half-made');
        resolve();
        return new Promise(() => undefined);
      });
    });
    const installing = replaceInstalled(nodePackage, () =>
      Promise.reject(new Error('no compiler')),
    );
    await expect(installing).rejects.toThrow('no compiler');
    expect(installed()).toEqual(['old', 'old']);
  });
});
