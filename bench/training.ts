import { IMAGE_VALUES } from '../src/config/image-shape';
import { describeMachine } from '../src/observability/machine';
import { loadTensorFlow } from '../src/tensorflow/load-backend';
import type { TrainingBatch } from '../src/training/augmentation/augmented-batches';
import { createNetwork } from '../src/training/network/network';
import { NETWORKS } from '../src/training/network/specification';
import { summarizeNetwork } from '../src/training/network/summary';
import { foldNetwork } from '../src/training/network/fold';
import { fitWhitening } from '../src/training/network/whitening';
import {
  COMPOSED_OPERATIONS,
  FUSED_OPERATIONS,
  type Operations,
} from '../src/training/operations/operations';
import { createOptimizer } from '../src/training/optimizer';
import { RECIPES } from '../src/training/recipe';
import { trainStep } from '../src/training/training-step';
import { median } from './median';
import { runBenchmark } from './run-benchmark';
import { startKeras, type Keras, type KerasNetwork } from './training/keras';
import { createSeedNetwork, SEED_MFLOP } from './training/seed-network';

/** A forward pass and two for the gradients. */
const PASSES = 3;
const SEED_BATCH = 64;
const STANDARD_BATCH = 500;

interface Contender {
  readonly name: string;
  readonly network: KerasNetwork;
  /** Trains on about so many images; resolves with images a second. */
  readonly measure: (images: number) => Promise<number>;
  readonly rates: number[];
}

async function main(values: {
  readonly rounds: number;
  readonly images: number;
  readonly python: string;
}): Promise<void> {
  const tensorflow = await loadTensorFlow();
  const keras = await startKeras(values.python);
  console.log(describeMachine());
  console.log(
    `${tensorflow.description}; ${typeof keras === 'string' ? keras : keras.description}`,
  );
  console.log(`GLIBC_TUNABLES of this project: ${process.env.GLIBC_TUNABLES ?? 'none'}`);
  const contenders = [
    ...seedContenders(),
    ...standardContenders(),
    ...(typeof keras === 'string' ? [] : kerasContenders(keras)),
  ].sort((a, b) => a.network.localeCompare(b.network));
  for (const { measure } of contenders) await measure(STANDARD_BATCH); // warms up
  for (let round = 0; round < values.rounds; round++) {
    for (const { measure, rates } of contenders) rates.push(await measure(values.images));
  }
  if (typeof keras !== 'string') keras.close();
  print(contenders);
}

function seedContenders(): Contender[] {
  const { images, labels } = randomBatch(SEED_BATCH);
  return forms().map(({ name, operations }) => {
    const network = createSeedNetwork(operations, operations === FUSED_OPERATIONS);
    return contender(`this project, ${name}`, 'seed', SEED_BATCH, () => {
      network.step(images, labels);
    });
  });
}

function standardContenders(): Contender[] {
  const batch = randomBatch(STANDARD_BATCH);
  const whitening = fitWhitening(Uint8Array.from(batch.images, (value) => value * 255));
  return forms().map(({ name, operations }) => {
    const recipe = { ...RECIPES.short, batchSize: STANDARD_BATCH };
    const network = createNetwork(NETWORKS.standard, 10, whitening, 1, operations);
    const optimizer = createOptimizer(network, recipe, 1000);
    let step = 0;
    return contender(`this project, ${name}`, 'standard', STANDARD_BATCH, () => {
      trainStep(network, optimizer, recipe, batch, step++);
    });
  });
}

function kerasContenders(keras: Keras): Contender[] {
  const batches = { seed: SEED_BATCH, standard: STANDARD_BATCH } as const;
  return (['seed', 'standard'] as const).map((network) => ({
    name: "Keras' fit",
    network,
    measure: (images) => keras.fit(network, images, batches[network]),
    rates: [],
  }));
}

function contender(
  name: string,
  network: KerasNetwork,
  batch: number,
  step: () => void,
): Contender {
  return {
    name,
    network,
    measure: (images) => {
      const steps = Math.max(1, Math.round(images / batch));
      const startedAt = performance.now();
      for (let i = 0; i < steps; i++) step();
      return Promise.resolve((steps * batch) / ((performance.now() - startedAt) / 1000));
    },
    rates: [],
  };
}

function forms(): { readonly name: string; readonly operations: Operations }[] {
  return [
    { name: 'fused', operations: FUSED_OPERATIONS },
    { name: 'composed', operations: COMPOSED_OPERATIONS },
  ];
}

/** What the images show does not change how long a step takes. */
function randomBatch(count: number): TrainingBatch {
  const labels = Int32Array.from({ length: count }, (_, i) => i % 10);
  return {
    images: Float32Array.from({ length: count * IMAGE_VALUES }, (_, i) => ((i * 7919) % 256) / 255),
    labels,
    otherLabels: labels,
    shares: new Float32Array(count).fill(1),
  };
}

function print(contenders: readonly Contender[]): void {
  const mflop = { seed: SEED_MFLOP, standard: standardMflop() };
  for (const network of ['seed', 'standard'] as const) {
    const group = contenders.filter((one) => one.network === network);
    const slowest = group.find(({ name }) => name.startsWith('Keras')) ?? group.at(-1)!;
    console.log(`\n${network} network, ${mflop[network]} MFLOP an image`);
    console.log('                        images/s   GFLOP/s   ratio to the last, by round');
    for (const { name, rates } of [...group.filter((one) => one !== slowest), slowest]) {
      const rate = median(rates);
      const ratios = rates.map((value, round) => value / slowest.rates[round]!);
      console.log(
        name.padEnd(24) +
          rate.toFixed(0).padStart(8) +
          ((rate * PASSES * mflop[network]) / 1000).toFixed(0).padStart(10) +
          `   ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)})`,
      );
    }
  }
}

function standardMflop(): number {
  const whitening = fitWhitening(new Uint8Array(IMAGE_VALUES).fill(1));
  const network = createNetwork(NETWORKS.standard, 10, whitening, 1);
  return summarizeNetwork('standard', foldNetwork(network)).mflop!;
}

runBenchmark(
  {
    name: 'bench:train',
    about: `Images a second of the training step, for the network of the system that this one succeeds and for
the flagship, with the fused operations and with TensorFlow.js' own, beside Keras' fit where a Python
with TensorFlow is found. Interleaved; medians over the rounds, ratios within them.`,
    options: {
      rounds: { default: 5, about: 'of all contenders' },
      // Fewer, and what Keras' fit spends on its start would count for much.
      images: { default: 4500, about: 'that each trains on in a round' },
      python: { default: 'python3', about: 'a Python with Keras and TensorFlow' },
    },
  },
  main,
);
