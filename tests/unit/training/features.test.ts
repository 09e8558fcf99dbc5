import type { GraphFeatures } from '../../../src/registry/version';
import {
  describeGraph,
  type LabelledFeatures,
} from '../../../src/training/features/describe-graph';
import { fitRejection } from '../../../src/training/features/fit-rejection';
import type { FoldedModel } from '../../../src/training/network/folded-model';
import { seededRandom } from '../../../src/evaluation/random';
import { noiseImages } from '../../support/networks';

const CLASSES = ['Left', 'Right'];
const WIDTH = 3;

const HEAD = {
  weights: new Float32Array(WIDTH * CLASSES.length),
  bias: new Float32Array(CLASSES.length),
};

/** Two clouds, along two axes. */
function cloud(count: number, seed: number): LabelledFeatures {
  const random = seededRandom(seed);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 2);
  const features = Float32Array.from({ length: count * WIDTH }, (_, i) => {
    const isAxis = i % WIDTH === labels[Math.floor(i / WIDTH)];
    return (isAxis ? 5 : 0) + random.next();
  });
  return { features, labels };
}

describe('what a version keeps of its training images', () => {
  const training = cloud(600, 1);
  const heldOut = cloud(40, 2);
  const graph = describeGraph(CLASSES, HEAD, training, heldOut, 1);

  it('has the sums that a regression needs, with a constant appended', () => {
    const rows = WIDTH + 1;
    let square = 0;
    let product = 0;
    let rightSum = 0;
    for (const [i, label] of training.labels.entries()) {
      const [x, y] = training.features.subarray(i * WIDTH, i * WIDTH + 2);
      square += x! * x!;
      product += x! * y!;
      if (label === 1) rightSum += y!;
    }
    expect(graph.gram[0]).toBeCloseTo(square, 6);
    expect(graph.gram[1]).toBeCloseTo(product, 6);
    expect(graph.gram[rows]).toBe(graph.gram[1]);
    expect(graph.gram.at(-1)).toBe(600);
    expect(graph.classSums[CLASSES.length + 1]).toBeCloseTo(rightSum, 6);
    expect([...graph.classCounts]).toEqual([300, 300]);
  });

  it('keeps a hundred exemplars of each class, the same for the same seed', () => {
    const counts = [0, 1].map((label) => graph.exemplarLabels.filter((l) => l === label).length);
    expect(counts).toEqual([100, 100]);
    const again = describeGraph(CLASSES, HEAD, training, heldOut, 1);
    expect(again.exemplarFeatures).toEqual(graph.exemplarFeatures);
    const other = describeGraph(CLASSES, HEAD, training, heldOut, 2);
    expect(other.exemplarFeatures).not.toEqual(graph.exemplarFeatures);
  });

  it('sets the threshold so that a twentieth of the held-out images is uncertain', async () => {
    const { neighbours, report } = await fitRejection(
      (images, batch) => lookingBackwards(graph).predict(images, batch),
      graph,
      WIDTH,
      noiseImages(40),
    );
    expect(neighbours).toMatchObject({ count: 200, width: WIDTH, k: 5 });
    expect(report.threshold).toBe(neighbours.threshold);
    expect(report.threshold).toBeLessThan(0.1);
    // Whatever is no class points the other way here, so it is told apart without fail.
    expect(Object.values(report.auroc)).toEqual([1, 1, 1, 1]);
  });
});

/** A network that makes of everything the opposite of what it knows. */
function lookingBackwards({ features }: GraphFeatures): FoldedModel {
  return {
    predict(images) {
      const count = images.length / (32 * 32 * 3);
      return Promise.resolve({
        logits: new Float32Array(count * CLASSES.length),
        features: new Float32Array(count * features).fill(-1),
      });
    },
    dispose: () => undefined,
  };
}
