import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { CIFAR10_CLASSES } from '../../config/cifar10';
import { counted } from '../../config/counted';
import { IMAGE_VALUES } from '../../config/image-shape';
import { readDataset } from '../../dataset/collections/read-dataset';
import type { LabelledImages } from '../../dataset/labelled-images';
import type { LabelledSample } from '../../dataset/labelled-sample';
import { argMax } from '../../evaluation/accuracy';
import { judge, type GateEvidence } from '../../evaluation/gate';
import { headLogits } from '../../evaluation/head-logits';
import { describeMachine } from '../../observability/machine';
import { openOnnxGraph } from '../../onnx/run-graph';
import type { ModelVersion } from '../../registry/version';
import { loadTensorFlow } from '../../tensorflow/load-backend';
import { assembleVersion } from '../assemble-version';
import { CheckpointError } from '../checkpoint';
import { PARITY_TOLERANCE } from '../export/parity-tolerance';
import { countByClass, learnedOfEach, taughtClasses, type ClassList } from '../head/class-list';
import { learnableClasses, leftOutLines } from '../head/learnable-classes';
import { RECIPES, type Recipe, type RecipeName } from '../recipe';
import { splitValidation } from '../split';
import { train, type TrainingOptions, type TrainingProgress } from '../train';
import type { RetrainTask, Say } from './messages';

/** Of CIFAR-10's training images; a tenth where there are fewer. */
const HELD_OUT_IMAGES = 2000;
const BATCH = 64;

/**
 * Trains every layer on CIFAR-10 and the labelled samples together, goes on from the checkpoint of
 * an earlier attempt, and writes the network as a version.
 *
 * @throws {DatasetError} when CIFAR-10 is not on disk
 */
export async function retrainFull(
  task: RetrainTask,
  parent: ModelVersion,
  all: readonly LabelledSample[],
  say: Say,
): Promise<ModelVersion> {
  const startedAt = performance.now();
  const tensorflow = await loadTensorFlow();
  say({ kind: 'log', line: `Training with ${tensorflow.description}: ${tensorflow.reason}.` });
  const data = await readDataset(task.folders.data, 'train', {
    classNames: CIFAR10_CLASSES,
    onProgress: (done, total = 0) => {
      if (done % 500 === 0) {
        say({ kind: 'progress', progress: { phase: 'reading images', done, total } });
      }
    },
  });
  const { classes, samples, leftOut } = learnableClasses(CIFAR10_CLASSES, all);
  for (const line of leftOutLines(leftOut)) say({ kind: 'log', line });
  const learned = samples.filter(({ heldOut }) => !heldOut);
  const recipe = {
    ...RECIPES[task.settings.recipe as RecipeName],
    epochs: task.settings.epochs,
    batchSize: task.settings.batchSize,
  };
  const heldOutImages = Math.min(HELD_OUT_IMAGES, Math.floor(data.count / 10));
  const { training, validation } = splitValidation(data, heldOutImages);
  const together = withSamples(training, learned, classes);
  const fingerprint = createHash('sha256').update(data.fingerprint);
  for (const { id, label } of learned) fingerprint.update(`${id} ${label}\n`);
  const dataFingerprint = fingerprint.digest('hex');
  const { layers, history } = await trainOrStartOver(
    {
      specification: task.specification,
      classNames: classes.names,
      recipe,
      training: together,
      validation,
      dataFingerprint,
      runFolder: task.folders.run,
      onProgress: (progress) => tellProgress(progress, recipe, say),
    },
    say,
  );

  const learnedCounts = learnedOfEach(samples, classes);
  const kept = samples.filter(({ heldOut }) => heldOut);
  const before = await parentHits(parent, validation, kept, classes);
  return assembleVersion(task.folders.models, {
    name: task.name,
    networkName: task.settings.network,
    layers,
    history,
    recipe,
    classNames: classes.names,
    dataDescription: `${data.description}; ${counted(learned.length, 'labelled sample')}`,
    dataFingerprint,
    training: together,
    validation,
    test: null,
    heldOutSamples: {
      ...imagesOf(kept, classes),
      ids: kept.map(({ id }) => id),
      learned: learnedCounts,
    },
    engine: tensorflow.description,
    machine: describeMachine(),
    createdAt: new Date(),
    producerVersion: task.producerVersion,
    parent: parent.name,
    input: parent.card.input, // as the samples were seen
    retraining: {
      mode: 'full',
      job: task.job,
      samples: countByClass(learned, classes),
      held_out_samples: countByClass(kept, classes),
      new_classes: classes.names.slice(classes.known),
      samples_fingerprint: dataFingerprint,
      duration_seconds: (performance.now() - startedAt) / 1000,
    },
    judge: (card, { logits }) =>
      judge(
        {
          comparedWith: parent.name,
          ...onKnownClasses(logits, validation.labels, classes, before.validation),
          samples: card.metrics.samples && {
            candidate: Math.round(card.metrics.samples.accuracy * card.metrics.samples.images),
            active: before.samples,
            images: card.metrics.samples.images,
          },
          classes: {
            classNames: classes.names,
            before: parent.card.class_names,
            own: card.metrics.own ?? null,
            taught: taughtClasses(classes, learnedCounts),
          },
          parity: card.parity?.max_logit_difference ?? null,
        },
        { maxLossOfAccuracy: task.maxLossOfAccuracy, parityTolerance: PARITY_TOLERANCE },
      ),
    onProgress: (what, done, total) =>
      say({ kind: 'progress', progress: { phase: `evaluating: ${what}`, done, total } }),
  });
}

/** A checkpoint of other samples or settings is of no use: the run begins again. */
async function trainOrStartOver(options: TrainingOptions, say: Say): ReturnType<typeof train> {
  try {
    return await train(options);
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    say({ kind: 'log', line: `Starting over: ${error.message}.` });
    await rm(options.runFolder, { recursive: true, force: true });
    return train(options);
  }
}

function tellProgress(progress: TrainingProgress, { epochs, batchSize }: Recipe, say: Say): void {
  switch (progress.kind) {
    case 'resumed':
      say({ kind: 'log', line: `Going on after epoch ${progress.epoch}.` });
      break;
    case 'step': {
      const { epoch, step, stepsPerEpoch, imagesPerSecond } = progress;
      const steps = (epochs - epoch + 1) * stepsPerEpoch - step;
      say({
        kind: 'progress',
        progress: {
          phase: 'training',
          done: (epoch - 1) * stepsPerEpoch + step,
          total: epochs * stepsPerEpoch,
          epoch,
          epochs,
          etaSeconds: Math.round((steps * batchSize) / imagesPerSecond),
        },
      });
      break;
    }
    case 'epoch': {
      const { record } = progress;
      say({ kind: 'epoch', record });
      say({
        kind: 'log',
        line:
          `Epoch ${record.epoch} of ${epochs}: loss ${record.loss.toFixed(3)}, ` +
          `held-out accuracy ${(100 * record.val_accuracy).toFixed(1)}%, ${record.seconds.toFixed(0)} s.`,
      });
    }
  }
}

interface Hits {
  readonly validation: number;
  readonly samples: number;
}

/** How many of the held-out images and samples the parent gets right. */
async function parentHits(
  parent: ModelVersion,
  validation: LabelledImages,
  kept: readonly LabelledSample[],
  classes: ClassList,
): Promise<Hits> {
  const graph = await openOnnxGraph(parent.onnxFile, 1);
  try {
    const names = parent.card.class_names;
    /** @param compared the classes among which it has to choose */
    const count = async (
      { images, labels }: LabelledImages,
      compared: readonly string[],
    ): Promise<number> => {
      if (labels.length === 0) return 0;
      const { features } = await graph.run(images, BATCH);
      const logits = headLogits(parent.head, features);
      const columns = [...names.keys()].filter((column) => compared.includes(names[column]!));
      return labels.filter((label, i) => {
        const scores = columns.map((column) => logits[i * names.length + column]!);
        const best = columns[scores.indexOf(Math.max(...scores))];
        return best !== undefined && names[best] === classes.names[label];
      }).length;
    };
    return {
      validation: await count(validation, classes.names.slice(0, classes.known)),
      samples: await count(imagesOf(kept, classes), names),
    };
  } finally {
    await graph.close();
  }
}

/** As for a new head: among the known classes alone, and what new classes take from them. */
function onKnownClasses(
  logits: Float32Array,
  labels: Uint8Array,
  classes: ClassList,
  active: number,
): Pick<GateEvidence, 'knownClasses' | 'takenByNewClasses'> {
  const width = classes.names.length;
  const images = labels.length;
  const hits = (compared: number): number =>
    labels.filter((label, i) => argMax(logits, i * width, compared) === label).length;
  const candidate = hits(classes.known);
  const knownClasses = { candidate, active, images };
  const newClasses = width - classes.known;
  if (newClasses === 0) return { knownClasses };
  return {
    knownClasses,
    takenByNewClasses: { newClasses, taken: candidate - hits(width), images },
  };
}

function withSamples(
  training: LabelledImages,
  samples: readonly LabelledSample[],
  classes: ClassList,
): LabelledImages {
  const added = imagesOf(samples, classes);
  const images = new Uint8Array(training.images.length + added.images.length);
  images.set(training.images);
  images.set(added.images, training.images.length);
  const labels = new Uint8Array(training.labels.length + samples.length);
  labels.set(training.labels);
  labels.set(added.labels, training.labels.length);
  return { images, labels };
}

function imagesOf(samples: readonly LabelledSample[], classes: ClassList): LabelledImages {
  const images = new Uint8Array(samples.length * IMAGE_VALUES);
  for (const [i, { pixels }] of samples.entries()) images.set(pixels, i * IMAGE_VALUES);
  return { images, labels: Uint8Array.from(samples, ({ label }) => classes.indexOf(label)) };
}
