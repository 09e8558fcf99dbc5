import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { addBackbone } from '../src/backbones/add';
import {
  backbonesFolder,
  isBackboneName,
  openBackbone,
  type Backbone,
} from '../src/backbones/backbone';
import type { InputSpec } from '../src/config/input-spec';
import { accuracyOf } from '../src/evaluation/accuracy';
import { headLogits } from '../src/evaluation/head-logits';
import { wilsonInterval } from '../src/evaluation/share-of-pictures';
import { describeMachine } from '../src/observability/machine';
import { FeatureCache } from '../src/store/features/feature-cache';
import { loadTensorFlow } from '../src/tensorflow/load-backend';
import { seededRandom, shuffledIndices } from '../src/evaluation/random';
import { fitPictureNeighbours } from '../src/training/ridge/fit-picture-neighbours';
import { fitRidgeHead } from '../src/training/ridge/fit-ridge-head';
import { ofClasses, readPhotos, type PhotoSet } from './photos/labelled-photos';
import { picturesOf, seePhotos, type SeenPhotos } from './photos/photo-features';
import { meanAndInterval, points } from './photos/statistics';
import { trainTeachableMachineHead } from './photos/teachable-machine-head';
import { runBenchmark } from './run-benchmark';

const SHOTS = [1, 5, 20, 60];
const SHOTS_OF_TWO = [1, 5, 20];
const FITS = ['cover', 'stretch', 'contain'] as const;

interface Options {
  readonly data: string;
  readonly two: string;
  readonly backbone: string;
  readonly rival: string;
  readonly models: string;
  readonly folder: string;
  readonly draws: number;
}

async function measure(options: Options): Promise<void> {
  console.log(describeMachine());
  await mkdir(options.folder, { recursive: true });
  const cache = FeatureCache.open(options.folder);
  try {
    const set = await readPhotos(options.data);
    console.log(describe(set));
    if (options.backbone !== '') await ownClasses(options, set, cache);
    if (options.rival !== '') await againstTeachableMachine(options, set, cache);
  } finally {
    cache.close();
  }
}

function describe({ classNames, pool, test }: PhotoSet): string {
  return (
    `${classNames.length} classes (${classNames.join(', ')}): ${pool.length} photographs to learn ` +
    `from, ${test.length} others to measure with. Accuracy in points: the mean of draws with its 95% ` +
    `interval; in brackets the 95% interval that the number of test photographs leaves.`
  );
}

/** Only the user's own classes, on a network of photographs. */
async function ownClasses(options: Options, set: PhotoSet, cache: FeatureCache): Promise<void> {
  const backbone = await backboneOf(options.backbone, options);
  const { input, features, pooled = features } = backbone.card;
  const seen = async (photos: PhotoSet, spec: InputSpec): Promise<Seen> => ({
    classNames: photos.classNames,
    pool: await seePhotos(backbone, spec, photos.pool, pooled, cache),
    test: await seePhotos(backbone, spec, photos.test, pooled, cache),
  });
  console.log(`\n${backbone.name}, photographs a class: ${SHOTS.join(', ')}`);
  for (const spec of inputsLike(input)) {
    const photos = await seen(set, spec);
    console.log(`  ${nameOf(spec).padEnd(14)} ${row(photos, SHOTS, options.draws, ridge)}`);
  }
  const two =
    options.two === '' ? ofClasses(set, set.classNames.slice(0, 2)) : await readPhotos(options.two);
  console.log(
    `\n${backbone.name}, two classes (${two.classNames.join(', ')}; ${two.test.length} test photographs), ` +
      `photographs a class: ${SHOTS_OF_TWO.join(', ')}`,
  );
  for (const spec of inputsLike(input)) {
    const photos = await seen(two, spec);
    console.log(`  ${nameOf(spec).padEnd(14)} ${row(photos, SHOTS_OF_TWO, options.draws, ridge)}`);
  }
  timeHeads(await seen(set, input));
}

/** Both heads on the same features of the same photographs. */
async function againstTeachableMachine(
  options: Options,
  set: PhotoSet,
  cache: FeatureCache,
): Promise<void> {
  const tensorflow = await loadTensorFlow();
  const backbone = await backboneOf(options.rival, options);
  const { input, features, pooled = features } = backbone.card;
  const see = (photos: PhotoSet['pool']): Promise<SeenPhotos> =>
    seePhotos(backbone, input, photos, pooled, cache);
  const photos = {
    classNames: set.classNames,
    pool: await see(set.pool),
    test: await see(set.test),
  };
  console.log(`\n${backbone.name}, its own head trained by ${tensorflow.description}`);
  console.log('photographs a class   ridge          Teachable Machine   difference of pairs');
  for (const shots of SHOTS) {
    const draws = drawsOf(photos, shots, options.draws);
    const ours = draws.map((chosen) => ridge(photos, chosen));
    // Where all photographs are learned from, there are still many ways to begin.
    const theirs = Array.from({ length: options.draws }, (_, seed) =>
      teachableMachine(photos, draws[seed % draws.length]!, seed),
    );
    const differences = theirs.map((share, i) => ours[i % ours.length]! - share);
    console.log(
      `${String(shots).padStart(19)}   ${points(ours).padEnd(14)} ${points(theirs).padEnd(19)} ` +
        points(differences),
    );
  }
}

interface Seen {
  readonly classNames: readonly string[];
  readonly pool: SeenPhotos;
  readonly test: SeenPhotos;
}

type Head = (photos: Seen, chosen: readonly number[], seed: number) => number;

/** Accuracy at each number of photographs a class. */
function row(photos: Seen, steps: readonly number[], most: number, head: Head): string {
  const tests = photos.test.photos.length;
  return steps
    .map((shots) => {
      const shares = drawsOf(photos, shots, most).map((chosen, seed) => head(photos, chosen, seed));
      const { low, high } = wilsonInterval(meanAndInterval(shares).mean, tests);
      const interval = `[${(100 * low).toFixed(0)}-${(100 * high).toFixed(0)}]`;
      return `${points(shares)} ${interval}`.padEnd(20);
    })
    .join(' ');
}

/** Random choices of photographs of each class; a single one where it is all there are. */
function drawsOf({ classNames, pool }: Seen, shots: number, most: number): number[][] {
  const ofClass = classNames.map((name) =>
    [...pool.photos.keys()].filter((i) => pool.photos[i]!.label === name),
  );
  const isAll = ofClass.every((own) => own.length <= shots);
  return Array.from({ length: isAll ? 1 : most }, (_, draw) =>
    ofClass.flatMap((own, c) =>
      [...shuffledIndices(own.length, seededRandom(draw, c))].slice(0, shots).map((at) => own[at]!),
    ),
  );
}

function ridge({ classNames, pool, test }: Seen, chosen: readonly number[]): number {
  const head = fitRidgeHead(picturesOf(pool, chosen, classNames));
  const { plain, labels, features, classes } = picturesOf(test, all(test), classNames);
  return accuracyOf(headLogits({ ...head, features, classes }, plain), Uint8Array.from(labels));
}

function teachableMachine(
  { classNames, pool, test }: Seen,
  chosen: readonly number[],
  seed: number,
): number {
  const { logitsOf } = trainTeachableMachineHead(picturesOf(pool, chosen, classNames), seed);
  const { plain, labels } = picturesOf(test, all(test), classNames);
  return accuracyOf(logitsOf(plain), Uint8Array.from(labels));
}

/** How long it takes from features to a head, and to what is `uncertain`. */
function timeHeads(photos: Seen): void {
  const { classNames, pool } = photos;
  for (const count of [100, 264]) {
    const chosen = [...shuffledIndices(pool.photos.length, seededRandom(count))].slice(0, count);
    const pictures = picturesOf(pool, chosen, classNames);
    const times = [0, 1, 2].map(() => {
      const startedAt = process.cpuUsage();
      fitRidgeHead(pictures);
      const head = process.cpuUsage(startedAt).user / 1000;
      fitPictureNeighbours(pictures);
      return { head, both: process.cpuUsage(startedAt).user / 1000 };
    });
    const { head, both } = times.toSorted((a, b) => a.head - b.head)[1]!;
    console.log(
      `${chosen.length} photographs: the head ${head.toFixed(0)} ms, with its neighbours ${both.toFixed(0)} ms ` +
        'of one core (median of three)',
    );
  }
}

/** As the card says, and in other ways. */
function inputsLike(input: InputSpec): InputSpec[] {
  return [input, ...FITS.map((fit) => ({ ...input, fit, crop: 1 }))].filter(
    (spec, i, specs) => specs.findIndex((other) => nameOf(other) === nameOf(spec)) === i,
  );
}

function nameOf({ fit, crop }: InputSpec): string {
  return fit === 'cover' ? `cover ${crop}` : fit;
}

function all({ photos }: SeenPhotos): number[] {
  return [...photos.keys()];
}

/** A backbone by its name, or made anew of a file. */
async function backboneOf(source: string, { models, folder }: Options): Promise<Backbone> {
  if (isBackboneName(source) && !/\.(onnx|zip)$/.test(source)) {
    return openBackbone(backbonesFolder(models), source);
  }
  const dir = path.join(folder, 'backbones');
  const name = path
    .basename(source)
    .replace(/\.\w+$/, '')
    .toLowerCase();
  await rm(path.join(dir, name), { recursive: true, force: true });
  const { backbone } = await addBackbone(source, { name }, { dir });
  return backbone;
}

runBenchmark(
  {
    name: 'bench:photos',
    about:
      'How well classes of photographs are told after few of them: on a network of photographs, and against Teachable Machine.',
    options: {
      data: {
        default: 'data/photos-trashnet.tar',
        about: 'a folder or tar of train/<class>/<file> and val/<class>/<file>',
      },
      two: { default: '', about: 'the same of two classes; the first two of the others without' },
      backbone: { default: '', about: 'a name, or an ONNX file; without it no row of it' },
      rival: { default: '', about: 'the zip of a Teachable Machine export; without it no rival' },
      models: { default: 'models', about: 'where backbones that have a name are' },
      folder: { default: 'runs/bench-photos', about: 'where features are kept' },
      draws: { default: 10, about: 'random choices of photographs' },
    },
  },
  measure,
);
