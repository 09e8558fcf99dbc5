import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addBackbone, type AddProgress } from '../../../src/backbones/add';
import { backbonesFolder, listBackbones, openBackbone } from '../../../src/backbones/backbone';
import { convertApart } from '../../../src/backbones/convert/convert-apart';
import { removeBackbone } from '../../../src/backbones/remove-backbone';
import { versionNames } from '../../../src/registry/find-version';
import { convolutional } from './networks';

const TEACHABLE_MACHINE = path.join(
  __dirname,
  '../../../../shared/data/backbones/teachable-machine-image-model.zip',
);
const MOBILENET = path.join(path.dirname(TEACHABLE_MACHINE), 'mobilenetv2-12-int8.onnx');
const atHand = existsSync(TEACHABLE_MACHINE) ? it : it.skip;

let models = '';
let dir = '';
beforeEach(() => {
  models = mkdtempSync(path.join(tmpdir(), 'models-'));
  dir = backbonesFolder(models);
});
afterEach(() => rmSync(models, { recursive: true }));

/** Writes a network into a file outside the models. */
function file(name = 'My Network.onnx', bytes: Uint8Array = convolutional()): string {
  const place = path.join(models, '.elsewhere');
  mkdirSync(place, { recursive: true });
  writeFileSync(path.join(place, name), bytes);
  return path.join(place, name);
}

describe('addBackbone', () => {
  it('makes a backbone of a file, with a card that says where it is from', async () => {
    const stages: AddProgress['stage'][] = [];
    const { backbone } = await addBackbone(
      file(),
      { licence: 'MIT' },
      {
        dir,
        onProgress: ({ stage }) => void stages.push(stage),
        now: () => new Date('2027-01-02T03:04:05Z'),
      },
    );
    expect(backbone).toMatchObject({ name: 'my-network', onnxInt8File: null });
    expect(backbone.card).toMatchObject({
      created_at: '2027-01-02T03:04:05.000Z',
      licence: 'MIT',
      features: 5,
      parameters: 135,
      source: { kind: 'file', location: 'My Network.onnx', commit: null, trusted: 'first-use' },
      input: { width: 8, height: 8, layout: 'NCHW' },
    });
    expect(backbone.card.source.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(stages).toEqual(['converting', 'writing']);
    expect(readdirSync(dir)).toEqual(['my-network']);
    expect(await openBackbone(dir, 'my-network')).toEqual(backbone);
    expect(await versionNames(models)).toEqual([]);
  });

  atHand('makes one of a Teachable Machine export, and hands on its classes and head', async () => {
    const { backbone, teachableMachine } = await addBackbone(
      TEACHABLE_MACHINE,
      { fileName: 'My model.zip', name: 'mine' },
      { dir },
    );
    expect(backbone.card).toMatchObject({
      features: 1380,
      source: { kind: 'teachable-machine', location: 'My model.zip' },
    });
    expect(teachableMachine?.classNames).toEqual(['Class 1', 'Class 2']);
    expect(teachableMachine?.head.weights).toBeInstanceOf(Float32Array);
    expect(teachableMachine?.head.weights).toHaveLength(1380 * 2);
    const normalised = addBackbone(
      TEACHABLE_MACHINE,
      { name: 'other', preprocessing: { mean: [0, 0, 0] } },
      { dir },
    );
    await expect(normalised).rejects.toThrow(/says itself how pictures are prepared/);
  });

  atHand('knows a file of the catalogue that came some other way', async () => {
    const { backbone } = await addBackbone(MOBILENET, {}, { dir });
    expect(backbone.card).toMatchObject({
      name: 'mobilenetv2-12-int8',
      licence: 'Apache-2.0',
      source: { kind: 'file', trusted: 'pinned' },
      input: { fit: 'cover', crop: 0.875, kernel: 'triangle' },
    });
    expect(backbone.card.notes.join(' ')).not.toContain('for granted');
  });

  it('leaves nothing of a network that it refuses', async () => {
    const adding = addBackbone(file('a.onnx', Buffer.from('no network')), {}, { dir });
    await expect(adding).rejects.toThrow('The file is not an ONNX model, or it is damaged.');
    expect(readdirSync(dir)).toEqual([]);
  });

  it('refuses what is no file, and a file of another SHA-256', async () => {
    await expect(addBackbone(models, { name: 'x' }, { dir })).rejects.toThrow(/cannot be read/);
    const other = addBackbone(file(), { sha256: 'a'.repeat(64) }, { dir });
    await expect(other).rejects.toThrow(/instead of aaaa/);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('refuses names that are taken or cannot be', async () => {
    await addBackbone(file(), { name: 'one' }, { dir });
    const again = addBackbone(file(), { name: 'one' }, { dir });
    await expect(again).rejects.toMatchObject({ problem: 'exists' });
    for (const name of ['../one', 'One', '', '.one']) {
      const odd = addBackbone(file(), { name }, { dir });
      await expect(odd).rejects.toThrow(/cannot name a backbone/);
    }
  });

  it('stops when it is told to', async () => {
    const abort = new AbortController();
    const adding = addBackbone(
      file(),
      {},
      {
        dir,
        signal: abort.signal,
        onProgress: () => setImmediate(() => abort.abort(new Error('No more.'))),
      },
    );
    await expect(adding).rejects.toThrow('No more.');
    expect(readdirSync(dir)).toEqual([]);
  });

  it('gives a network up that does not come to an end', async () => {
    mkdirSync(dir);
    const converting = convertApart({ file: file(), options: {}, into: dir }, { timeoutMs: 1 });
    await expect(converting).rejects.toThrow(/did not run within/);
  });

  it('gives a network up that fills the memory', async () => {
    mkdirSync(dir);
    const task = { file: file(), options: {}, into: dir };
    const converting = convertApart(task, { mostMemoryBytes: 1024 ** 2 });
    await expect(converting).rejects.toThrow('more than 1 MiB of memory');
  });
});

describe('a folder of backbones', () => {
  it('lists good ones and broken ones', async () => {
    await addBackbone(file(), { name: 'good' }, { dir });
    await addBackbone(file(), { name: 'changed' }, { dir });
    writeFileSync(path.join(dir, 'changed', 'model.onnx'), 'something else');
    await addBackbone(file(), { name: 'renamed' }, { dir });
    const card = readFileSync(path.join(dir, 'renamed', 'backbone.json'), 'utf8');
    writeFileSync(path.join(dir, 'renamed', 'backbone.json'), card.replace('"renamed"', '"other"'));
    await addBackbone(file(), { name: 'without' }, { dir });
    writeFileSync(
      path.join(dir, 'without', 'backbone.json'),
      card.replace(/"features": \d+/, '"features": "many"'),
    );
    mkdirSync(path.join(dir, 'empty'));
    mkdirSync(path.join(dir, '.draft'));
    const entries = await listBackbones(dir);
    expect(entries).toMatchObject([
      { kind: 'broken', name: 'changed', reason: expect.stringMatching(/model\.onnx has changed/) },
      {
        kind: 'broken',
        name: 'empty',
        reason: expect.stringMatching(/backbone\.json cannot be read/),
      },
      { kind: 'good', name: 'good' },
      { kind: 'broken', name: 'renamed', reason: expect.stringMatching(/is that of "other"/) },
      {
        kind: 'broken',
        name: 'without',
        reason: expect.stringMatching(/backbone\.json: features: must be a number\.$/),
      },
    ]);
  });

  it('need not be there', async () => {
    expect(await listBackbones(dir)).toEqual([]);
    await expect(openBackbone(dir, 'x')).rejects.toMatchObject({
      problem: 'unknown',
      message: expect.stringMatching(
        /^There is no backbone "x"; there are none\. Add one .*\(mobilenetv4-small, .*ONNX file/,
      ),
    });
    expect(await removeBackbone(dir, 'x')).toBe(false);
  });

  it('loses a backbone without taking the graph from versions made on it', async () => {
    const { backbone } = await addBackbone(file(), { name: 'one' }, { dir });
    const bytes = readFileSync(backbone.onnxFile);
    const version = path.join(models, 'version-model.onnx');
    linkSync(backbone.onnxFile, version);
    expect(await removeBackbone(dir, 'one')).toBe(true);
    expect(existsSync(backbone.folder)).toBe(false);
    expect(readFileSync(version)).toEqual(bytes);
  });
});
