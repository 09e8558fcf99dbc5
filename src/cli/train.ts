import 'dotenv/config';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { counted } from '../config/counted';
import { createDirectories, loadConfiguration } from '../config/load';
import { describeMachine } from '../observability/machine';
import { VersionExistsError } from '../registry/errors';
import { findVersion, versionNames } from '../registry/find-version';
import type { ModelVersion } from '../registry/version';
import { isVersionName } from '../registry/version-name';
import { loadTensorFlow } from '../tensorflow/load-backend';
import { assembleVersion } from '../training/assemble-version';
import { removeCheckpoint } from '../training/checkpoint';
import { classNamesOf } from '../dataset/collections/class-names';
import type { Dataset } from '../dataset/collections/dataset';
import { readFinishedWeights } from '../training/network/adopt-weights';
import { needsFinishedVersion, RECIPES, type RecipeName } from '../training/recipe';
import { splitValidation } from '../training/split';
import { teacherGraphs } from '../training/batches/teachers';
import { train } from '../training/train';
import { readDatasetWithProgress } from './dataset-progress';
import { NETWORK_OPTION, networkOption } from './network-option';
import { runCommand, UsageError, wholeNumber } from './run-command';
import { trainOnBackbone } from './train-on-backbone';
import { TrainingProgressView } from './training-progress';

const USAGE = `Trains a network and writes it as a model version.

  npm run train -- [options]

  --data PATH        CIFAR-10 binary archive or folder, or a folder or tar of <class>/<image>
                     (default: data); classes other than CIFAR-10's are those of the folders
  --test PATH        images to report the test accuracy on (default: the data's own test part, if any)
  --backbone NAME    fits a head to the pictures on a network from elsewhere instead: seconds, for
                     photographs of any classes (npm run backbone:add)
  --network NAME     ${NETWORK_OPTION}
                     (default: standard)
  --recipe NAME      ${Object.keys(RECIPES).join(' or ')} (default: short)
  --epochs N         (default: DEFAULT_EPOCHS)
  --batch-size N     (default: DEFAULT_BATCH_SIZE)
  --seed N           (default: 1)
  --start-from NAME  version of the same network whose weights the run begins with
  --teacher NAME     version whose answers the network learns beside the labels; may be repeated
  --teacher-share S  of the targets, 0-1 (default: 0.7)
  --average-with NAME
                     version that the run began with, or that began as it did, whose weights become
                     half of the result's
  --validation N     training images set apart to watch progress and fit the temperature (default: 5000)
  --run FOLDER       where the run keeps its checkpoint (default: runs/<network>)
  --fresh            start over instead of resuming
  --version NAME     name of the version (default: <network>-<date and time>)
  --data-note TEXT   what a reader of the model card should know of the data
`;

/** Of two versions no one is better known to be right. */
const HALF = 0.5;

runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: 'data' },
      test: { type: 'string' },
      backbone: { type: 'string' },
      network: { type: 'string', default: 'standard' },
      recipe: { type: 'string', default: 'short' },
      epochs: { type: 'string' },
      'batch-size': { type: 'string' },
      seed: { type: 'string', default: '1' },
      'start-from': { type: 'string' },
      teacher: { type: 'string', multiple: true, default: [] },
      'teacher-share': { type: 'string', default: '0.7' },
      'average-with': { type: 'string' },
      validation: { type: 'string', default: '5000' },
      run: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      version: { type: 'string' },
      'data-note': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const config = loadConfiguration(process.env);
  createDirectories(config);
  const specification = networkOption(values.network);
  const network = specification.name;
  const name = recipeName(values.recipe);
  if (needsFinishedVersion(name) && values['start-from'] === undefined) {
    throw new UsageError(
      `--recipe ${name} goes on from a finished version: name it with --start-from`,
    );
  }
  const recipe = {
    ...RECIPES[name],
    epochs: wholeNumber('epochs', values.epochs ?? String(config.DEFAULT_EPOCHS), 1, 10_000),
    batchSize: wholeNumber(
      'batch-size',
      values['batch-size'] ?? String(config.DEFAULT_BATCH_SIZE),
      2,
      100_000,
    ),
    seed: wholeNumber('seed', values.seed, 0, 2 ** 31),
    ...(values['start-from'] === undefined ? {} : { startFrom: values['start-from'] }),
    ...(values.teacher.length === 0
      ? {}
      : { teachers: { versions: values.teacher, share: share(values['teacher-share']) } }),
  };
  const validationImages = wholeNumber('validation', values.validation, 1, 1_000_000);
  const version = values.version ?? `${network}-${timestamp(new Date())}`;
  if (!isVersionName(version)) throw new UsageError(`"${version}" cannot name a version`);
  // Told now, not when the training is over.
  if ((await versionNames(config.MODEL_DIR)).includes(version)) {
    throw new VersionExistsError(version);
  }
  if (values.backbone !== undefined) {
    const written = await trainOnBackbone({
      modelDir: config.MODEL_DIR,
      cacheDir: config.PERSISTENCE_DIR,
      backbone: values.backbone,
      data: values.data,
      version: values.version ?? `${values.backbone}-${timestamp(new Date())}`,
      signal,
      say: (line) => console.log(line),
    });
    console.log(`Wrote version ${written.name}: ${ownFigures(written)}.`);
    return;
  }
  const runFolder = values.run ?? path.join('runs', network);

  const open = (name: string): Promise<ModelVersion> =>
    findVersion(config.MODEL_DIR, { name }, (error) => console.error(error.message));
  const startFrom = recipe.startFrom && (await open(recipe.startFrom));
  const averageWith = values['average-with'] && (await open(values['average-with']));
  const taughtBy = await Promise.all((recipe.teachers?.versions ?? []).map(open));
  const classNames = await classNamesOf(values.data);
  const graphs = teacherGraphs(taughtBy, classNames);

  const tensorflow = await loadTensorFlow();
  console.log(`Training with ${tensorflow.description}: ${tensorflow.reason}.`);
  const data = await readDatasetWithProgress(values.data, 'train', { signal, classNames });
  const test = await readTestImages(values.data, values.test, classNames, signal);
  const { training, validation } = splitValidation(data, validationImages);
  // Not before there is something to begin with.
  if (values.fresh) await removeCheckpoint(runFolder);
  console.log(
    `${counted(training.labels.length, 'image')} to train on, ${validation.labels.length} to validate with.`,
  );

  const view = new TrainingProgressView();
  const trained = await train({
    specification,
    classNames,
    recipe,
    training,
    validation,
    dataFingerprint: data.fingerprint,
    ...(startFrom && { startFrom: await readFinishedWeights(startFrom) }),
    ...(averageWith && {
      averageWith: { weights: await readFinishedWeights(averageWith), share: HALF },
    }),
    teacherGraphs: graphs,
    runFolder,
    signal,
    onProgress: (progress) => view.show(progress),
  }).finally(() => view.close());

  const written = await assembleVersion(config.MODEL_DIR, {
    name: version,
    networkName: network,
    layers: trained.layers,
    history: trained.history,
    recipe: { ...recipe, ...(averageWith && { averagedWith: averageWith.name }) },
    classNames,
    dataDescription: [data.description, values['data-note']].filter(Boolean).join('; '),
    dataFingerprint: data.fingerprint,
    training,
    validation,
    test,
    engine: tensorflow.description,
    machine: describeMachine(),
    createdAt: new Date(),
    producerVersion: process.env.npm_package_version ?? 'unknown',
  });
  const { metrics, temperature } = written.card;
  console.log(
    `Wrote version ${written.name}: validation ${percent(metrics.validation?.accuracy)}, ` +
      `test ${percent(metrics.test?.accuracy)}, temperature ${temperature.toFixed(3)}.`,
  );
});

async function readTestImages(
  data: string,
  test: string | undefined,
  classNames: readonly string[],
  signal: AbortSignal,
): Promise<Dataset | null> {
  const options = { signal, classNames };
  if (test !== undefined) return readDatasetWithProgress(test, 'test', options);
  try {
    return await readDatasetWithProgress(data, 'test', options);
  } catch (error) {
    signal.throwIfAborted();
    console.log(`No test accuracy will be reported: ${(error as Error).message}`);
    return null;
  }
}

/** What the version makes of pictures that it has not learned from. */
function ownFigures({ card }: ModelVersion): string {
  const own = card.metrics.own;
  if (!own) return 'no class has a second picture to judge it by';
  const { right, pictures, low, high } = own.accuracy;
  return (
    `${right} of ${counted(pictures, 'picture')} right that it had not learned from, ` +
    `${percent(right / pictures)} (95% interval ${percent(low)} to ${percent(high)})`
  );
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new UsageError(`--teacher-share must be a number from 0 to 1, not "${text}"`);
}

function recipeName(text: string): RecipeName {
  if (Object.hasOwn(RECIPES, text)) return text as RecipeName;
  throw new UsageError(`--recipe must be ${Object.keys(RECIPES).join(' or ')}, not "${text}"`);
}

function timestamp(date: Date): string {
  return date.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
}

function percent(share: number | undefined): string {
  return share === undefined ? 'not measured' : `${(100 * share).toFixed(2)}%`;
}
