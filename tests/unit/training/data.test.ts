import { augmentedBatches } from '../../../src/training/augmentation/augmented-batches';
import { fitWhitening } from '../../../src/training/network/whitening';
import { RECIPES, learningRateAt, lookaheadDecayAt } from '../../../src/training/recipe';
import { splitValidation } from '../../../src/training/split';
import { learnableImages, noiseImages } from '../../support/networks';

const VALUES = 32 * 32 * 3;
const recipe = { ...RECIPES.short, batchSize: 8, translatePixels: 0 };

describe('augmentation', () => {
  /** An image per label, so that a batch's images can be recognised: label n is filled with n, its left half darker. */
  const count = 24;
  const images = new Uint8Array(count * VALUES).map((_, i) =>
    Math.floor(i / 3) % 32 < 16 ? Math.floor(i / VALUES) : 100 + Math.floor(i / VALUES),
  );
  const labels = Uint8Array.from({ length: count }, (_, i) => i);
  const epoch = (n: number, changes = {}): Map<number, Float32Array> => {
    const seen = new Map<number, Float32Array>();
    for (const batch of augmentedBatches(images, labels, { ...recipe, ...changes }, n)) {
      batch.labels.forEach((label, i) =>
        seen.set(label, batch.images.slice(i * VALUES, (i + 1) * VALUES)),
      );
    }
    return seen;
  };
  const mirrored = (image: Float32Array): boolean => image[0]! >= 100;

  it('shows every image once an epoch with its own label', () => {
    const seen = epoch(0);
    expect([...seen.keys()].sort((a, b) => a - b)).toEqual([...labels]);
    for (const [label, image] of seen) expect(Math.min(...image)).toBe(label);
  });

  it('mirrors about half of the images, and each the other way round in the next epoch', () => {
    const [first, second, third] = [epoch(0), epoch(1), epoch(2)];
    const mirroredFirst = [...first.values()].filter(mirrored).length;
    expect(mirroredFirst).toBeGreaterThan(4);
    expect(mirroredFirst).toBeLessThan(20);
    for (const label of labels) {
      expect(mirrored(second.get(label)!)).toBe(!mirrored(first.get(label)!));
      expect(mirrored(third.get(label)!)).toBe(mirrored(first.get(label)!));
    }
  });

  it('shuffles differently in each epoch and the same for the same seed', () => {
    const order = (n: number): number[] => [...epoch(n).keys()];
    expect(order(0)).not.toEqual(order(1));
    expect(order(1)).toEqual(order(1));
  });

  it('translates by reflecting the border', () => {
    const seen = epoch(0, { translatePixels: 2 });
    for (const [label, image] of seen) {
      for (const value of image) expect([label, 100 + label]).toContain(value);
    }
    const widths = new Set([...seen.values()].map((image) => darkColumns(image)));
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(14);
    expect(Math.max(...widths)).toBeLessThanOrEqual(18);
    expect(widths.size).toBeGreaterThan(1);
  });
});

describe('images mixed of two', () => {
  /** A value tells an image (0-59) and a quarter of it (0-3): image + 60 × quarter. */
  const count = 60;
  const quarterOf = (y: number, x: number): number => (y < 16 ? 0 : 2) + (x < 16 ? 0 : 1);
  const images = new Uint8Array(count * VALUES).map((_, i) => {
    const pixel = Math.floor((i % VALUES) / 3);
    return Math.floor(i / VALUES) + count * quarterOf(Math.floor(pixel / 32), pixel % 32);
  });
  const labels = Uint8Array.from({ length: count }, (_, i) => i);
  const mixed = { ...recipe, batchSize: 20, cutMixShare: 0.5 };
  /** The images as they are before they are mixed: alternate flips swap the quarters of a row. */
  const plain = (): Map<number, Float32Array> => {
    const seen = new Map<number, Float32Array>();
    for (const batch of augmentedBatches(images, labels, { ...recipe, batchSize: 20 }, 0)) {
      batch.labels.forEach((label, i) =>
        seen.set(label, batch.images.slice(i * VALUES, (i + 1) * VALUES)),
      );
    }
    return seen;
  };

  it('show as much of each as their labels count, each part where it was', () => {
    const before = plain();
    let mixes = 0;
    for (const batch of augmentedBatches(images, labels, mixed, 0)) {
      for (const [i, share] of batch.shares.entries()) {
        const image = batch.images.subarray(i * VALUES, (i + 1) * VALUES);
        const [larger, smaller] = [batch.labels[i]!, batch.otherLabels[i]!];
        const seen = image.filter((value) => value % count === larger).length / VALUES;
        expect(share).toBeGreaterThanOrEqual(0.5);
        expect(seen).toBeCloseTo(larger === smaller ? 1 : share, 5);
        for (const [at, value] of image.entries()) {
          const part = value % count === larger ? larger : smaller;
          if (before.get(part)![at] !== value) throw new Error(`image ${i} is moved at ${at}`);
        }
        if (share < 1) mixes++;
      }
    }
    expect(mixes).toBeGreaterThan(15);
    expect(mixes).toBeLessThan(45);
  });

  it('have their smaller or larger part in one rectangle', () => {
    const [batch] = augmentedBatches(images, labels, { ...mixed, cutMixShare: 1 }, 0);
    const middling = [...batch!.shares.keys()].filter((i) => batch!.shares[i]! < 0.9);
    expect(middling.length).toBeGreaterThan(3);
    for (const i of middling) {
      const shows = (label: number): number[] =>
        Array.from({ length: 32 * 32 }, (_, pixel) => pixel).filter(
          (pixel) => batch!.images[i * VALUES + 3 * pixel]! % count === label,
        );
      const fillsItsBox = [batch!.labels[i]!, batch!.otherLabels[i]!].map((label) => {
        const pixels = shows(label);
        const rows = pixels.map((pixel) => Math.floor(pixel / 32));
        const columns = pixels.map((pixel) => pixel % 32);
        const side = (of: number[]): number => Math.max(...of) - Math.min(...of) + 1;
        return side(rows) * side(columns) === pixels.length;
      });
      expect(fillsItsBox).toContain(true);
    }
  });

  it('are the same for the same seed and epoch', () => {
    const of = (epoch: number): unknown[] => [...augmentedBatches(images, labels, mixed, epoch)];
    expect(of(3)).toEqual(of(3));
    expect(of(3)).not.toEqual(of(4));
  });

  it('are none unless the recipe asks for it', () => {
    const [batch] = augmentedBatches(images, labels, recipe, 0);
    expect(batch!.otherLabels).toEqual(batch!.labels);
    expect(batch!.shares.every((share) => share === 1)).toBe(true);
  });
});

function darkColumns(image: Float32Array): number {
  return Array.from({ length: 32 }, (_, x) => image[x * 3]!).filter((v) => v < 100).length;
}

describe('the validation split', () => {
  const all = learnableImages(50, 5);

  it('keeps every image on exactly one side, with its label', () => {
    const { training, validation } = splitValidation(all, 10);
    expect(validation.labels.length).toBe(10);
    const rows = ({ images, labels }: typeof all): string[] =>
      [...labels].map(
        (label, i) => `${label}:${images.slice(i * VALUES, (i + 1) * VALUES).join()}`,
      );
    expect([...rows(training), ...rows(validation)].sort()).toEqual(rows(all).sort());
  });

  it('is the same every time, and not the first images', () => {
    const apart = (): Uint8Array => splitValidation(all, 10).validation.images;
    expect(apart()).toEqual(apart());
    expect(apart()).not.toEqual(all.images.slice(0, 10 * VALUES));
  });

  it('leaves something to train on', () => {
    expect(() => splitValidation(all, 50)).toThrow('cannot set 50 of 50 images apart');
  });
});

describe('whitening', () => {
  it('gives decorrelated outputs of about unit variance', () => {
    const images = noiseImages(40);
    const { filter, offset } = fitWhitening(images);
    const outputs: number[][] = [];
    for (let start = 0; start < images.length; start += VALUES) {
      for (let y = 0; y < 31; y += 3) {
        for (let x = 0; x < 31; x += 3) {
          outputs.push(
            Array.from({ length: 12 }, (_, k) => {
              let sum = offset[k]!;
              for (let p = 0; p < 12; p++) {
                const [row, column, c] = [Math.floor(p / 6), Math.floor(p / 3) % 2, p % 3];
                const at = start + ((y + row) * 32 + x + column) * 3 + c;
                sum += filter[p * 24 + k]! * images[at]!;
              }
              return sum;
            }),
          );
        }
      }
    }
    const moment = (a: number, b: number): number =>
      outputs.reduce((sum, row) => sum + row[a]! * row[b]!, 0) / outputs.length;
    for (let a = 0; a < 12; a++) {
      expect(moment(a, a)).toBeGreaterThan(0.9);
      expect(moment(a, a)).toBeLessThan(1.1);
      for (let b = 0; b < a; b++) expect(Math.abs(moment(a, b))).toBeLessThan(0.1);
    }
  });
});

describe('the schedule', () => {
  it('rises to the peak and falls to the end', () => {
    const at = (step: number): number =>
      learningRateAt({ ...RECIPES.short, batchSize: 1024 }, step, 1000);
    expect(at(0)).toBeCloseTo(0.3, 6);
    expect(at(230)).toBeCloseTo(1.5, 6);
    expect(at(1000)).toBeCloseTo(0.105, 6);
    expect(lookaheadDecayAt(RECIPES.short, 1000, 1000)).toBeCloseTo(0.95 ** 5, 6);
    expect(lookaheadDecayAt(RECIPES.short, 0, 1000)).toBe(0);
  });
});
