import type { Classification } from '../../../src/inference/classification';
import { CELLS, occlusionMap } from '../../../src/inference/occlusion';
import { tinyModelVersion } from '../../support/tiny-version';

const SIDE = 32;
const version = tinyModelVersion();

/** Sees a class by how red the square of 4×4 pixels at this cell is, and nothing else. */
function looksAt(
  row: number,
  column: number,
): (images: readonly Uint8Array[]) => Promise<Classification[]> {
  return (images) =>
    Promise.resolve(
      images.map((image) => {
        let red = 0;
        for (let y = 4 * row; y < 4 * row + 4; y++) {
          for (let x = 4 * column; x < 4 * column + 4; x++) red += image[(y * SIDE + x) * 3]!;
        }
        const probability = red / (16 * 255);
        return {
          classIndex: 0,
          classNames: ['Red', 'Other'],
          confidence: probability,
          probabilities: Float32Array.of(probability, 1 - probability),
          distance: 0,
          uncertain: false,
          features: new Float32Array(),
          modelVersion: 'v1',
        };
      }),
    );
}

describe('where a classifier looks', () => {
  const white = new Uint8Array(SIDE * SIDE * 3).fill(255);

  it.each([
    [0, 0],
    [3, 5],
    [CELLS - 1, CELLS - 1],
  ])('is found at row %i, column %i', async (row, column) => {
    const map = await occlusionMap({ version, classify: looksAt(row, column) }, white);
    expect(map).toMatchObject({ className: 'Red', confidence: 1, modelVersion: 'v1' });
    const cells = map.falls.flatMap((falls, y) => falls.map((fall, x) => ({ fall, x, y })));
    const most = cells.reduce((best, cell) => (cell.fall > best.fall ? cell : best));
    expect([most.y, most.x]).toEqual([row, column]);
    expect(most.fall).toBeCloseTo(1 - 125 / 255, 5); // every square that covers it greys all of it
    const far = cells.filter(({ x, y }) => Math.abs(x - column) > 1 || Math.abs(y - row) > 1);
    expect(far.every(({ fall }) => fall === 0)).toBe(true);
  });

  it('is nowhere where covering helps, and the image stays as it was', async () => {
    const black = new Uint8Array(SIDE * SIDE * 3);
    const map = await occlusionMap({ version, classify: looksAt(2, 2) }, black);
    expect(map.falls.flat().every((fall) => fall === 0)).toBe(true);
    expect(black.every((value) => value === 0)).toBe(true);
  });

  it('hands every image over on its own: buffers may be taken away', async () => {
    const seen = new Set<ArrayBufferLike>();
    await occlusionMap(
      {
        version,
        classify: (images) => {
          for (const { buffer } of images) seen.add(buffer);
          return looksAt(1, 1)(images);
        },
      },
      white,
    );
    expect(seen.size).toBe(1 + (CELLS + 1) ** 2);
    expect(seen.has(white.buffer)).toBe(false);
  });
});
