import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Comparison } from '../../../../src/inference/precision/comparison';
import {
  comparisonFile,
  type ComparisonCache,
} from '../../../../src/inference/precision/comparison-cache';
import { rememberedComparison } from '../../../../src/inference/precision/remembered-comparison';
import { tinyModelVersion } from '../../../support/tiny-version';

const comparison = (one: number): Comparison => ({
  batch_size: 16,
  fp32_ms: { one, batch: 20 },
  int8_ms: { one: 0.5, batch: 8 },
});

let folder: string;
let file: string;
let cache: ComparisonCache;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'comparisons-'));
  file = path.join(folder, 'comparisons.json');
  cache = comparisonFile(file);
});
afterEach(() => rm(folder, { recursive: true }));

describe('comparisons in a file', () => {
  it('are there for whoever opens it next', async () => {
    await cache.put('a', comparison(1));
    await cache.put('b', comparison(2));
    await cache.put('a', comparison(3));
    const other = comparisonFile(file);
    expect(await other.get('a')).toEqual(comparison(3));
    expect(await other.get('b')).toEqual(comparison(2));
    expect(await other.get('c')).toBeUndefined();
  });

  it.each(['', '{"a": ', '[]', '{"a": {"batch_size": 16}}', '{"a": {"batch_size": "x"}}'])(
    'are forgotten when the file holds %j',
    async (text) => {
      await writeFile(file, text);
      expect(await cache.get('a')).toBeUndefined();
      await cache.put('a', comparison(1));
      expect(await cache.get('a')).toEqual(comparison(1));
    },
  );

  it('leave nothing else behind, and stay few', async () => {
    for (let i = 0; i < 40; i++) await cache.put(`graph ${i}`, comparison(i + 1));
    expect(await readdir(folder)).toEqual(['comparisons.json']);
    expect(Object.keys(JSON.parse(await readFile(file, 'utf8')) as object)).toHaveLength(32);
    expect(await cache.get('graph 39')).toEqual(comparison(40));
    expect(await cache.get('graph 0')).toBeUndefined();
  });
});

describe('comparing two graphs', () => {
  const version = tinyModelVersion();
  const logged: string[] = [];
  const measure = jest.fn(() => Promise.resolve(comparison(1)));
  const ask = (changes: object = {}): Promise<Comparison> =>
    rememberedComparison(version, 'int8', {
      engine: 'fake 1.0',
      batchSize: 16,
      cache,
      measure,
      log: { info: (message) => logged.push(message), error: (message) => logged.push(message) },
      ...changes,
    });
  beforeEach(() => {
    logged.splice(0);
    measure.mockClear();
  });

  it('is done once', async () => {
    expect(await ask()).toEqual(comparison(1));
    expect(await ask()).toEqual(comparison(1));
    expect(measure).toHaveBeenCalledTimes(1);
    expect(logged).toEqual(['the int8 graph of a version has been compared with its fp32 graph']);
  });

  it.each([
    ['another runtime', { engine: 'fake 2.0' }],
    ['batches of another size', { batchSize: 8 }],
    ['nothing is kept', { cache: undefined }],
  ])('is done again for %s', async (_, changes) => {
    await ask();
    await ask(changes);
    expect(measure).toHaveBeenCalledTimes(2);
  });

  it('answers although it cannot be kept, and says so', async () => {
    const full = { ...cache, put: () => Promise.reject(new Error('disk full')) };
    expect(await ask({ cache: full })).toEqual(comparison(1));
    expect(logged.at(-1)).toMatch(/cannot be kept/);
  });
});
