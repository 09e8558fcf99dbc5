import {
  appendFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { restoreFiles } from '../../../src/registry/intact-copies';
import { openVersion } from '../../../src/registry/open-version';
import { sha256 } from '../../../src/registry/sha256';
import { VersionCatalogue } from '../../../src/registry/version-catalogue';
import { writeVersion } from '../../../src/registry/write-version';
import { tinyCard, tinyFiles, writeTinyVersion } from '../../support/tiny-version';

const GRAPH = 'model.onnx';

let models: string;
beforeEach(() => (models = mkdtempSync(path.join(tmpdir(), 'models-'))));
afterEach(() => rmSync(models, { recursive: true }));

const graphOf = (version: string): string => path.join(models, version, GRAPH);
const inBackbone = (): string => path.join(models, 'backbones', 'network', GRAPH);

/** A backbone with the graph of tiny versions. */
function writeBackbone(): void {
  const bytes = tinyFiles()[GRAPH]!;
  mkdirSync(path.dirname(inBackbone()), { recursive: true });
  writeFileSync(inBackbone(), bytes);
  const card = { name: 'network', files: { [GRAPH]: sha256(bytes) } };
  writeFileSync(path.join(path.dirname(inBackbone()), 'backbone.json'), JSON.stringify(card));
}

/** A version whose graph comes from the backbone. */
async function writeOnBackbone(version: string): Promise<void> {
  const files = { ...tinyFiles(), [GRAPH]: { asInBackbone: inBackbone() } };
  await writeVersion(models, tinyCard({ version }), files);
}

describe('versions on a backbone', () => {
  it('share one copy of its graph, which is another file than its own', async () => {
    writeBackbone();
    await writeOnBackbone('a');
    await writeOnBackbone('b');
    expect(statSync(graphOf('a')).ino).not.toBe(statSync(inBackbone()).ino);
    expect(statSync(graphOf('b')).ino).toBe(statSync(graphOf('a')).ino);
  });

  it('do not share a copy that has been damaged', async () => {
    writeBackbone();
    await writeOnBackbone('a');
    appendFileSync(graphOf('a'), 'x');
    await writeOnBackbone('b');
    await expect(openVersion(path.join(models, 'b'))).resolves.toBeDefined();
  });

  it('get their graph back from the backbone, and share it again', async () => {
    writeBackbone();
    await writeOnBackbone('a');
    await writeOnBackbone('b');
    const bytes = readFileSync(inBackbone());
    appendFileSync(graphOf('a'), 'x'); // of both
    for (const name of ['a', 'b']) {
      await expect(openVersion(path.join(models, name))).rejects.toThrow('has changed');
      expect(await restoreFiles(models, name)).toEqual({ restored: [GRAPH], sharedWith: [] });
      await expect(openVersion(path.join(models, name))).resolves.toBeDefined();
    }
    expect(statSync(graphOf('b')).ino).toBe(statSync(graphOf('a')).ino);
    expect(statSync(graphOf('a')).ino).not.toBe(statSync(inBackbone()).ino);
    expect(readFileSync(inBackbone())).toEqual(bytes);
  });
});

describe('the catalogue', () => {
  it('restores a lost file from another version, and says so', async () => {
    await writeTinyVersion(models, { version: 'a' });
    await writeTinyVersion(models, { version: 'b' });
    unlinkSync(graphOf('b'));
    const told: unknown[] = [];
    const catalogue = new VersionCatalogue(models, (...given) => told.push(given));
    expect(await catalogue.find('b')).toMatchObject({ kind: 'good' });
    expect(told).toEqual([['b', [GRAPH]]]);
    expect(await catalogue.find('b')).toMatchObject({ kind: 'good' });
    expect(told).toHaveLength(1);
  });

  it('names who shares a file that is lost', async () => {
    await writeTinyVersion(models, { version: 'a' });
    await writeTinyVersion(models, { version: 'b' });
    unlinkSync(graphOf('b'));
    linkSync(graphOf('a'), graphOf('b'));
    appendFileSync(graphOf('a'), 'x');
    expect(await new VersionCatalogue(models).find('a')).toMatchObject({
      kind: 'broken',
      reason: expect.stringMatching(/model\.onnx has changed .*; no copy is intact \(b\)$/),
    });
  });

  it('restores no head: each version has its own', async () => {
    await writeTinyVersion(models, { version: 'a' });
    await writeTinyVersion(models, { version: 'b' });
    unlinkSync(path.join(models, 'b', 'head.bin'));
    expect(await new VersionCatalogue(models).find('b')).toMatchObject({ kind: 'broken' });
  });
});
