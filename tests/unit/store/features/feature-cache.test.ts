import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FeatureCache } from '../../../../src/store/features/feature-cache';

let directory: string;
let cache: FeatureCache;

const features = (value: number): { plain: Float32Array; mirrored: Float32Array } => ({
  plain: Float32Array.of(value, 1e-20, -3.5),
  mirrored: Float32Array.of(-value, 0, 7),
});

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'features-'));
  cache = FeatureCache.open(directory);
});
afterEach(() => {
  cache.close();
  rmSync(directory, { recursive: true });
});

describe('the cache of features', () => {
  it('gives back what was put in, of the network that it was put in for', () => {
    cache.put('a', new Map([['one', features(1)]]));
    cache.put('b', new Map([['one', features(2)]]));
    expect(cache.get('a', ['one', 'two'])).toEqual(new Map([['one', features(1)]]));
    expect(cache.get('b', ['one'])).toEqual(new Map([['one', features(2)]]));
  });

  it('keeps them over a restart', () => {
    cache.put('a', new Map([['one', features(1)]]));
    cache.close();
    cache = FeatureCache.open(directory);
    expect(cache.get('a', ['one']).get('one')).toEqual(features(1));
  });

  it('forgets the pictures that are gone', () => {
    cache.put(
      'a',
      new Map([
        ['one', features(1)],
        ['two', features(2)],
      ]),
    );
    cache.keepOnly(new Set(['two']));
    expect([...cache.get('a', ['one', 'two']).keys()]).toEqual(['two']);
  });

  it.each([
    ['a file that is no database', 'this is no database, and long enough to be sure of it'],
    ['an empty file', ''],
  ])('begins anew in the place of %s', (_, content) => {
    cache.close();
    writeFileSync(path.join(directory, 'features.sqlite'), content);
    cache = FeatureCache.open(directory);
    cache.put('a', new Map([['one', features(1)]]));
    expect(cache.get('a', ['one']).size).toBe(1);
  });
});
