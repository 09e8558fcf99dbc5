import fc from 'fast-check';
import {
  decodeGraphFeatures,
  encodeGraphFeatures,
} from '../../../src/registry/graph-features-file';
import { fromHalf, toHalf } from '../../../src/registry/half-precision';
import { decodeNeighbours, encodeNeighbours } from '../../../src/registry/neighbours-file';
import { encodeSafetensors, Safetensors } from '../../../src/registry/safetensors';
import { tinyGraphFeatures, tinyNeighbours } from '../../support/tiny-version';

describe('safetensors', () => {
  const bytes = encodeSafetensors(
    {
      small: { data: Uint8Array.of(1, 2, 3), shape: [3] },
      wide: { data: Float64Array.of(0.1, -2, 3, 4), shape: [2, 2] },
    },
    { note: 'made by a test' },
  );

  it('gives back tensors of every type with their shapes, and the metadata', () => {
    const file = new Safetensors(bytes);
    expect(file.metadata).toEqual({ note: 'made by a test' });
    expect(file.tensor('wide', 'F64', [2, null])).toEqual({
      data: Float64Array.of(0.1, -2, 3, 4),
      shape: [2, 2],
    });
    expect([...file.tensor('small', 'U8', [3]).data]).toEqual([1, 2, 3]);
  });

  it('is laid out as other readers of the format expect', () => {
    const length = Number(Buffer.from(bytes).readBigUInt64LE());
    const header = JSON.parse(Buffer.from(bytes).toString('utf8', 8, 8 + length)) as object;
    expect(header).toEqual({
      __metadata__: { note: 'made by a test' },
      wide: { dtype: 'F64', shape: [2, 2], data_offsets: [0, 32] },
      small: { dtype: 'U8', shape: [3], data_offsets: [32, 35] },
    });
    expect(bytes.length).toBe(8 + length + 35);
    expect((8 + length) % 8).toBe(0);
  });

  it.each([
    ['missing', () => new Safetensors(bytes).tensor('large', 'U8', [3]), 'it has no tensor large'],
    [
      'of another type',
      () => new Safetensors(bytes).tensor('small', 'F64', [3]),
      'its tensor small is U8 3 where F64 3 is needed',
    ],
    [
      'of another shape',
      () => new Safetensors(bytes).tensor('wide', 'F64', [4, null]),
      'its tensor wide is F64 2×2 where F64 4×any is needed',
    ],
    [
      'cut off',
      () => new Safetensors(bytes.subarray(0, bytes.length - 1)).tensor('small', 'U8', [3]),
      'does not have the size',
    ],
    ['nothing', () => new Safetensors(Uint8Array.of(1, 2)), 'too short'],
    ['noise', () => new Safetensors(new Uint8Array(64).fill(255)), 'header is longer'],
  ])('refuses what is %s', (_, open, reason) => {
    expect(open).toThrow(reason);
  });

  it('never accepts a value that is no number', () => {
    const poisoned = encodeSafetensors({ x: { data: Float32Array.of(1, NaN), shape: [2] } });
    expect(() => new Safetensors(poisoned).tensor('x', 'F32', [2])).toThrow('no number');
  });
});

describe('half precision', () => {
  it('is off by less than a thousandth of the value', () => {
    fc.assert(
      fc.property(fc.float({ min: -60_000, max: 60_000, noNaN: true }), (value) => {
        const [back] = fromHalf(toHalf(Float32Array.of(value)));
        expect(Math.abs(back! - value)).toBeLessThanOrEqual(Math.abs(value) / 2048 + 6e-8);
      }),
    );
  });
});

describe('what a version carries besides its graph', () => {
  it('reads the features it wrote', () => {
    const graph = tinyGraphFeatures();
    expect(decodeGraphFeatures(encodeGraphFeatures(graph), graph.features)).toEqual(graph);
  });

  it('refuses features of another graph', () => {
    const bytes = encodeGraphFeatures(tinyGraphFeatures());
    expect(() => decodeGraphFeatures(bytes, 4)).toThrow(
      'head_weights is F32 3×3 where F32 4×3 is needed',
    );
  });

  it('reads the neighbours it wrote, and wants at least k of them', () => {
    const neighbours = tinyNeighbours();
    const bytes = encodeNeighbours(neighbours);
    expect(decodeNeighbours(bytes, neighbours)).toEqual(neighbours);
    expect(() => decodeNeighbours(bytes, { k: 4, threshold: 1 })).toThrow('3 neighbours where 4');
  });
});
