import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { CIFAR10_CLASSES } from '../src/config/cifar10';
import { IMAGE_VALUES } from '../src/config/image-shape';
import { readDataset } from '../src/dataset/collections/read-dataset';
import type { LabelledImages } from '../src/dataset/labelled-images';
import type { LabelledSample } from '../src/dataset/labelled-sample';
import { describeMachine } from '../src/observability/machine';
import { findVersion } from '../src/registry/find-version';
import { sha256 } from '../src/registry/sha256';
import type { ModelVersion } from '../src/registry/version';
import { retrainHead } from '../src/training/head/retrain-head';
import { seededRandom, shuffledIndices } from '../src/evaluation/random';
import { accuracyOn, outputsOf } from './retraining/accuracy';
import { eightClassVersion, ofClasses } from './retraining/eight-class-version';
import { lastLayerOnly } from './retraining/last-layer-only';
import { runBenchmark } from './run-benchmark';

const LEFT_OUT = ['Frog', 'Truck'];
const NEW_CLASS_IMAGES = [1, 5, 20, 100];
const CORRECTIONS = 100;
const EPOCHS = 4;

async function main(values: {
  readonly data: string;
  readonly test: string;
  readonly folder: string;
}): Promise<void> {
  const read = (source: string, split: 'train' | 'test'): ReturnType<typeof readDataset> =>
    readDataset(source, split, { classNames: CIFAR10_CLASSES });
  const training = await read(values.data, 'train');
  const test = await read(values.test || values.data, 'test');
  await mkdir(values.folder, { recursive: true });
  console.log(describeMachine());

  const eight = await eightClassVersion({
    training,
    classNames: CIFAR10_CLASSES,
    leftOut: LEFT_OUT,
    fingerprint: training.fingerprint,
    epochs: EPOCHS,
    folder: values.folder,
  });
  const bench: Bench = { modelDir: path.join(values.folder, 'trials') };
  await rm(bench.modelDir, { recursive: true, force: true });
  await newClasses(bench, eight, training, test);
  const shipped = await findVersion('models', { network: 'standard' }, (error) =>
    console.error(error.message),
  );
  await correction(bench, shipped, training, test);
  await undo(bench, shipped, training);
  await rm(bench.modelDir, { recursive: true, force: true });
}

interface Bench {
  readonly modelDir: string;
}

async function newClasses(
  bench: Bench,
  parent: ModelVersion,
  training: LabelledImages,
  test: LabelledImages,
): Promise<void> {
  const known = parent.card.class_names;
  const before = await accuracyOn(parent, ofClasses(test, CIFAR10_CLASSES, known), known);
  console.log(
    `\n${parent.name}: ${percent(before)} on the test images of its ${known.length} classes`,
  );
  console.log(
    'images of each new class   seconds   new classes   old classes   last layer only: new     old   gate',
  );
  for (const count of NEW_CLASS_IMAGES) {
    const fresh = ofClasses(training, CIFAR10_CLASSES, LEFT_OUT);
    const samples = LEFT_OUT.flatMap((label, c) => someOf(fresh, c, count, label));
    const { version, seconds } = await retrained(bench, parent, `new-${count}`, samples);
    const newImages = ofClasses(test, CIFAR10_CLASSES, LEFT_OUT);
    const oldImages = ofClasses(test, CIFAR10_CLASSES, known);
    const onNew = await accuracyOn(version, newImages, LEFT_OUT);
    const onOld = await accuracyOn(version, oldImages, known);
    const narrow = await lastLayerOnly(parent, samples);
    console.log(
      `${String(count).padStart(25)} ${seconds.toFixed(2).padStart(9)} ${percent(onNew).padStart(13)} ` +
        `${percent(onOld).padStart(13)} ${percent(await narrow(newImages, LEFT_OUT)).padStart(22)} ` +
        `${percent(await narrow(oldImages, known)).padStart(7)}   ${version.card.gate!.verdict}`,
    );
  }
}

/** Photographs as negatives: a camera that was set up wrongly. */
async function correction(
  bench: Bench,
  parent: ModelVersion,
  training: LabelledImages,
  test: LabelledImages,
): Promise<void> {
  const known = parent.card.class_names;
  const inverted = (images: LabelledImages): LabelledImages => ({
    ...images,
    images: images.images.map((value) => 255 - value),
  });
  const samples = known.flatMap((label, c) =>
    someOf(inverted(training), c, CORRECTIONS / known.length, label),
  );
  const { version, seconds } = await retrained(bench, parent, 'corrected', samples);
  const narrow = await lastLayerOnly(parent, samples);
  console.log(
    `\n${CORRECTIONS} corrections of inverted images, ${seconds.toFixed(2)} s, ${version.card.gate!.verdict}`,
  );
  for (const [what, images] of [
    ['inverted', inverted(test)],
    ['original', test],
  ] as const) {
    const before = await accuracyOn(parent, images, known);
    const after = await accuracyOn(version, images, known);
    console.log(
      `  ${what} test images: ${percent(before)} → ${percent(after)} ` +
        `(last layer only: ${percent(await narrow(images, known))})`,
    );
  }
}

async function undo(bench: Bench, parent: ModelVersion, training: LabelledImages): Promise<void> {
  const kept = someOf(training, 0, 20, 'Airplane');
  const deleted = someOf(training, 3, 20, 'Kitten');
  const { version: before } = await retrained(bench, parent, 'kept', kept);
  const { version: between } = await retrained(bench, before, 'more', [...kept, ...deleted]);
  const { version: after } = await retrained(bench, between, 'undone', kept);
  const difference = after.head.weights.reduce(
    (largest, weight, i) => Math.max(largest, Math.abs(weight - before.head.weights[i]!)),
    0,
  );
  console.log(`\nundone: the head differs from the one before by ${difference}`);
}

async function retrained(
  { modelDir }: Bench,
  parent: ModelVersion,
  name: string,
  samples: readonly LabelledSample[],
): Promise<{ version: ModelVersion; seconds: number }> {
  const startedAt = performance.now();
  const version = await retrainHead({
    modelDir,
    name,
    parent,
    samples,
    job: null,
    maxLossOfAccuracy: 0.005,
    createdAt: new Date(),
  });
  // What a promotion does first.
  await outputsOf(version, new Uint8Array(IMAGE_VALUES));
  return { version, seconds: (performance.now() - startedAt) / 1000 };
}

function someOf(
  { images, labels }: LabelledImages,
  classIndex: number,
  count: number,
  label: string,
): LabelledSample[] {
  const order = shuffledIndices(labels.length, seededRandom(7, classIndex));
  return [...order.filter((i) => labels[i] === classIndex).subarray(0, count)].map((i) => {
    const pixels = images.slice(i * IMAGE_VALUES, (i + 1) * IMAGE_VALUES);
    return { id: sha256(pixels), label, pixels, heldOut: false };
  });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

runBenchmark(
  {
    name: 'bench:retrain',
    about: 'What head retraining is worth: new classes, corrections, undoing them.',
    options: {
      data: {
        default: 'data',
        about: 'CIFAR-10, or a folder or tar of <class>/<image>, to train on',
      },
      test: { default: '', about: 'the same, to measure with; the test part of the data without' },
      folder: { default: 'runs/bench-retrain', about: 'where it keeps its versions' },
    },
  },
  main,
);
