import { setImmediate as nextTurn } from 'node:timers/promises';
import { prepareBatches, type PreparedBatches } from './batches/prepare-batches';
import { loadCheckpoint, saveCheckpoint, type EpochRecord, type RunIdentity } from './checkpoint';
import { accuracyOf } from '../evaluation/accuracy';
import type { LabelledImages } from '../dataset/labelled-images';
import { adoptWeights, finishedWhitening, type FinishedWeights } from './network/adopt-weights';
import { averageWeights, type AveragedWeights } from './network/average-weights';
import { foldNetwork } from './network/fold';
import type { FoldedNetwork } from './network/folded-network';
import { loadFolded } from './network/folded-model';
import { createNetwork, type Network } from './network/network';
import type { NetworkSpecification } from './network/specification';
import { fitWhitening } from './network/whitening';
import { createOptimizer, runningVariables, type NamedVariable, type Optimizer } from './optimizer';
import type { Recipe } from './recipe';
import { trainStep } from './training-step';

export interface TrainingOptions {
  readonly specification: NetworkSpecification;
  readonly classNames: readonly string[];
  readonly recipe: Recipe;
  readonly training: LabelledImages;
  /** Never trained on; measured after each epoch. */
  readonly validation: LabelledImages;
  readonly dataFingerprint: string;
  /** What the recipe's `startFrom` names. */
  readonly startFrom?: FinishedWeights;
  /** Becomes a part of the weights at the end. */
  readonly averageWith?: AveragedWeights;
  /** ONNX graphs of what the recipe's `teachers` names. */
  readonly teacherGraphs?: readonly string[];
  /** Folder of the run's checkpoint. */
  readonly runFolder: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainingProgress) => void;
}

export type TrainingProgress =
  | { readonly kind: 'resumed'; readonly epoch: number }
  | {
      readonly kind: 'step';
      readonly epoch: number;
      readonly step: number;
      readonly stepsPerEpoch: number;
      readonly loss: number;
      readonly imagesPerSecond: number;
    }
  | {
      readonly kind: 'epoch';
      readonly record: EpochRecord;
      readonly epochs: number;
      readonly imagesPerSecond: number;
      readonly etaSeconds: number;
    };

export interface TrainedNetwork {
  readonly layers: FoldedNetwork;
  readonly history: readonly EpochRecord[];
}

/** The loss is no longer a number; the last checkpoint is kept. */
export class TrainingDivergedError extends Error {
  override readonly name = 'TrainingDivergedError';
}

/**
 * Trains a network from its last checkpoint, or from the beginning where there is none.
 *
 * @throws {TrainingDivergedError} when the loss is not finite
 * @throws {CheckpointError} when the run folder holds another run
 * @throws {CheckpointNotWrittenError} when the disk is full
 * @throws the signal's reason when it aborts; the run resumes from the last completed epoch
 */
export async function train(options: TrainingOptions): Promise<TrainedNetwork> {
  const { specification, classNames, recipe, training, validation, runFolder, signal } = options;
  const stepsPerEpoch = Math.floor(training.labels.length / recipe.batchSize);
  if (stepsPerEpoch === 0) {
    throw new Error(
      `${training.labels.length} training images do not fill one batch of ${recipe.batchSize}; choose a smaller batch`,
    );
  }
  const identity: RunIdentity = {
    specification,
    classNames,
    recipe,
    dataFingerprint: options.dataFingerprint,
    validationImages: validation.labels.length,
  };
  const stored = await loadCheckpoint(runFolder, identity);
  const { startFrom } = options;
  const whitening =
    stored?.whitening ??
    (startFrom === undefined ? fitWhitening(training.images) : finishedWhitening(startFrom));
  const network = createNetwork(specification, classNames.length, whitening, recipe.seed);
  const optimizer = createOptimizer(network, recipe, stepsPerEpoch);
  const state = stateOf(network, optimizer);
  const history: EpochRecord[] = [...(stored?.checkpoint.history ?? [])];
  let batches: PreparedBatches | undefined;
  try {
    if (stored === undefined && startFrom !== undefined) {
      adoptWeights(network, startFrom, recipe, training);
      optimizer.restart();
    }
    stored?.restore(state);
    if (stored !== undefined) options.onProgress?.({ kind: 'resumed', epoch: history.length });

    batches = prepareBatches(training, recipe, history.length, options.teacherGraphs);
    for (let epoch = history.length; epoch < recipe.epochs; epoch++) {
      const startedAt = performance.now();
      const seen = await trainEpoch(network, optimizer, options, batches, epoch, stepsPerEpoch);
      const trainedSeconds = (performance.now() - startedAt) / 1000;
      if (epoch === recipe.epochs - 1) optimizer.finish();
      const record: EpochRecord = {
        epoch: epoch + 1,
        loss: seen.loss,
        accuracy: seen.accuracy,
        val_accuracy: await validationAccuracy(network, validation),
        seconds: (performance.now() - startedAt) / 1000,
      };
      history.push(record);
      await saveCheckpoint(
        runFolder,
        { format: 1, ...identity, epoch: epoch + 1, history },
        whitening,
        state,
      );
      options.onProgress?.({
        kind: 'epoch',
        record,
        epochs: recipe.epochs,
        imagesPerSecond: (stepsPerEpoch * recipe.batchSize) / trainedSeconds,
        etaSeconds: record.seconds * (recipe.epochs - epoch - 1),
      });
      signal?.throwIfAborted();
    }
    if (options.averageWith !== undefined) {
      averageWeights(network, options.averageWith, recipe, training);
    }
    return { layers: foldNetwork(network), history };
  } finally {
    network.dispose();
    optimizer.dispose();
    await batches?.close();
  }
}

function stateOf(network: Network, optimizer: Optimizer): NamedVariable[] {
  return [
    ...network.parameters.map(({ name, variable }) => ({ name, variable })),
    ...runningVariables(network).map((variable, i) => ({ name: `running/${i}`, variable })),
    ...optimizer.state,
  ];
}

interface SeenInEpoch {
  readonly loss: number;
  readonly accuracy: number;
}

async function trainEpoch(
  network: Network,
  optimizer: Optimizer,
  { recipe, signal, onProgress }: TrainingOptions,
  batches: PreparedBatches,
  epoch: number,
  stepsPerEpoch: number,
): Promise<SeenInEpoch> {
  const startedAt = performance.now();
  let losses = 0;
  let correct = 0;
  let step = 0;
  while (step < stepsPerEpoch) {
    const batch = await batches.next();
    const result = trainStep(network, optimizer, recipe, batch, epoch * stepsPerEpoch + step);
    if (!Number.isFinite(result.loss)) {
      throw new TrainingDivergedError(
        `the loss became ${result.loss} in step ${step + 1} of epoch ${epoch + 1}; ` +
          'the last checkpoint is kept: try a smaller batch, which lowers the learning rate, or another recipe',
      );
    }
    step++;
    losses += result.loss;
    correct += result.correct;
    onProgress?.({
      kind: 'step',
      epoch: epoch + 1,
      step,
      stepsPerEpoch,
      loss: result.loss,
      imagesPerSecond: (step * recipe.batchSize) / ((performance.now() - startedAt) / 1000),
    });
    await nextTurn(); // signals and timers get their turn: a step occupies the thread
    signal?.throwIfAborted();
  }
  return { loss: losses / step, accuracy: correct / (step * recipe.batchSize) };
}

const VALIDATION_BATCH = 500;

async function validationAccuracy(network: Network, images: LabelledImages): Promise<number> {
  const model = loadFolded(foldNetwork(network));
  try {
    const { logits } = await model.predict(images.images, VALIDATION_BATCH);
    return accuracyOf(logits, images.labels);
  } finally {
    model.dispose();
  }
}
