import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ExportBusyError, ExportFailedError, NotExportableError } from '../../../src/export/errors';
import { Exporter } from '../../../src/export/exporter';
import { closeFiles } from '../../../src/export/opened-export';
import { GraphBuilder } from '../../../src/onnx/graph-builder';
import type { ModelVersion } from '../../../src/registry/version';
import { writeVersion } from '../../../src/registry/write-version';
import { tinyCard, tinyFiles, writeTinyVersion } from '../../support/tiny-version';

const ROOT = path.join(__dirname, '..', '..', '..');
const NOW = new Date('2026-01-01T00:00:00Z');

let folder: string;
let kept: string;
let exporter: Exporter;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'exporter-'));
  kept = path.join(folder, 'exports');
  exporter = new Exporter({
    folder: kept,
    licenceFile: path.join(ROOT, 'LICENSE'),
    fitPictureFile: path.join(ROOT, 'public', 'js', 'fit-picture.js'),
    release: '1',
    now: () => NOW,
  });
});
afterEach(async () => {
  await exporter.close();
  rmSync(folder, { recursive: true });
});

const never = new AbortController().signal;
const tiny = (version: string): Promise<ModelVersion> => writeTinyVersion(folder, { version });
const exportOf = async (version: ModelVersion): Promise<void> =>
  closeFiles(await exporter.open(version, never));

describe('an exporter', () => {
  it('gives up what nobody waits for any more, and leaves nothing of it', async () => {
    const version = await tiny('a');
    const leaving = new AbortController();
    const first = exporter.open(version, leaving.signal);
    const second = exporter.open(version, leaving.signal);
    leaving.abort();
    await expect(first).rejects.toThrow(ExportFailedError);
    await expect(second).rejects.toThrow(ExportFailedError);
    await exporter.close();
    expect(existsSync(kept) ? readdirSync(kept) : []).toEqual([]);
  });

  it('goes on while somebody waits', async () => {
    const version = await tiny('a');
    const leaving = new AbortController();
    const first = exporter.open(version, leaving.signal);
    const second = exporter.open(version, never);
    leaving.abort();
    await expect(first).rejects.toThrow(ExportFailedError);
    const files = await second;
    expect(files.map(({ name }) => name)).toContain('classifier.onnx');
    await closeFiles(files);
  });

  it('begins anew for who comes after it was given up', async () => {
    const version = await tiny('a');
    const leaving = new AbortController();
    const first = exporter.open(version, leaving.signal);
    leaving.abort();
    await expect(first).rejects.toThrow(ExportFailedError);
    await exportOf(version);
    expect(readdirSync(kept)).toHaveLength(1);
  });

  it('refuses when many wait already', async () => {
    const versions = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(tiny));
    const asked = versions.map((version) => exporter.open(version, never));
    const ends = await Promise.allSettled(asked);
    const refusals = ends.filter(({ status }) => status === 'rejected');
    expect(refusals).toHaveLength(1);
    expect((refusals[0] as PromiseRejectedResult).reason).toBeInstanceOf(ExportBusyError);
    for (const end of ends) if (end.status === 'fulfilled') await closeFiles(end.value);
  });

  it('keeps the last few, and removes what a process that is gone has left', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await exportOf(await tiny(name));
    const [old, draft] = [readdirSync(kept).find((name) => name.startsWith('b~'))!, '.draft-gone'];
    mkdirSync(path.join(kept, draft));
    utimesSync(path.join(kept, old), new Date(0), new Date(0));
    utimesSync(path.join(kept, draft), new Date(0), new Date(0));
    await exportOf(await tiny('e'));
    expect(readdirSync(kept).map((name) => name.split('~')[0])).toEqual(['a', 'c', 'd', 'e']);
  });

  it('keeps apart what another release or another version of a name would give', async () => {
    const version = await tiny('a');
    const other = { card: { ...version.card, files: { ...version.card.files, 'head.bin': 'ff' } } };
    expect(exporter.identify(version)).not.toBe(exporter.identify(other));
    expect(exporter.identify(version)).toBe(exporter.identify(version));
  });

  it('says what is wrong with a graph that no head can be put behind', async () => {
    const graph = new GraphBuilder();
    graph.node('Identity', 'logits', ['images']);
    const onnx = graph.encode({
      name: 'headless',
      operatorSet: 13,
      producerVersion: '1',
      inputs: [{ name: 'images', type: 'UINT8', shape: ['n', 32, 32, 3] }],
      outputs: [{ name: 'logits', type: 'UINT8', shape: ['n', 32, 32, 3] }],
    });
    const files = { ...tinyFiles(), 'model.onnx': onnx };
    const version = await writeVersion(folder, tinyCard({ version: 'a' }), files);
    const refusal = exporter.open(version, never);
    await expect(refusal).rejects.toThrow(NotExportableError);
    await expect(refusal).rejects.toThrow('its graph gives no features');
    expect(readdirSync(kept)).toEqual([]);
  });
});
