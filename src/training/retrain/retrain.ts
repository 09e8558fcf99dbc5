import { existsSync } from 'node:fs';
import path from 'node:path';
import { BUILT_IN_NETWORK } from '../../config/built-in-network';
import { counted } from '../../config/counted';
import type { LabelledOriginal, LabelledSample } from '../../dataset/labelled-sample';
import { readLabelledSamples } from '../../dataset/samples/read-labelled-samples';
import { samplesWithPixels } from '../../dataset/samples/sample-pixels';
import { openVersion } from '../../registry/open-version';
import type { ModelVersion } from '../../registry/version';
import { FeatureCache } from '../../store/features/feature-cache';
import { leftOutLines } from '../head/learnable-classes';
import { choosePictures, learnedInWords } from '../pictures/chosen-pictures';
import { chooseFit } from '../pictures/choose-fit';
import { headNetwork, trainedVersion } from '../pictures/feature-networks';
import { importedHead } from '../pictures/imported-head';
import { headPlan, type HeadPlan } from '../pictures/head-plan';
import { retrainPictures, type PictureProgress } from '../pictures/retrain-pictures';
import type { RetrainTask, Say } from './messages';

const PHASES = {
  features: 'looking at the samples',
  solving: 'fitting the head',
  evaluating: 'evaluating',
  writing: 'writing the version',
} as const;

/**
 * Does what a task says, telling how far it is. Done again, it gives the version that is there.
 *
 * @returns the version made, with the gate's report in its card
 */
export async function retrain(task: RetrainTask, say: Say): Promise<ModelVersion> {
  const made = await madeBefore(task);
  if (made !== undefined) {
    say({ kind: 'log', line: 'An earlier attempt has written the version already.' });
    return made;
  }
  const parent = await openVersion(path.join(task.folders.models, task.baseVersion));
  const samples = await readLabelledSamples(task.folders.persistence);
  if (task.mode === 'full') {
    // It brings TensorFlow along, which takes a second to load.
    const { retrainFull } = await import('./retrain-full.js');
    // What is trained here sees what the networks that were trained here see, whatever is in service.
    const before = await trainedVersion(task.folders.models, parent, task.settings.network);
    return retrainFull(task, before, await pixelsOf(samples, before, say), say);
  }
  const plan = headPlan(task.settings, parent.card);
  if (plan.network !== BUILT_IN_NETWORK || plan.classes !== 'all') {
    return fitToPictures(task, parent, samples, plan, say);
  }
  const base = await trainedVersion(task.folders.models, parent, task.settings.network);
  const seen = await pixelsOf(samples, base, say);
  tellCounts(seen, say);
  // It brings half-precision numbers along, which a head on a backbone does without.
  const { retrainHead } = await import('../head/retrain-head.js');
  return retrainHead({
    modelDir: task.folders.models,
    name: task.name,
    parent: base,
    samples: seen,
    job: task.job,
    maxLossOfAccuracy: task.maxLossOfAccuracy,
    createdAt: new Date(),
    onLeftOut: (classes) => {
      for (const line of leftOutLines(classes)) say({ kind: 'log', line });
    },
    onProgress: tellProgress(say),
  });
}

/** Times as many pictures as before. */
const MUCH_MORE = 2;

/** A head for the classes that people gave pictures of, on the network that was chosen. */
async function fitToPictures(
  task: RetrainTask,
  parent: ModelVersion,
  samples: readonly LabelledOriginal[],
  plan: HeadPlan,
  say: Say,
): Promise<ModelVersion> {
  const { models, persistence } = task.folders;
  const pictures = choosePictures(samples, plan.classes, parent.card.imported_classes);
  const prior = plan.classes === 'all' ? importedHead(parent) : undefined;
  const cache = FeatureCache.open(persistence);
  try {
    cache.keepOnly(new Set(samples.map(({ id }) => id)));
    const given = await headNetwork(models, plan.network, parent, task.settings.network);
    // A head that goes on from another one keeps its way of looking, until there is much more to see.
    const isChosen =
      plan.network === BUILT_IN_NETWORK ||
      prior !== undefined ||
      (parent.card.backbone?.name === plan.network &&
        pictures.learned.length < MUCH_MORE * parent.card.training.images);
    const network = isChosen ? given : await chooseFit(given, pictures, { cache });
    const { width, height, fit } = network.input;
    say({
      kind: 'log',
      line:
        `${learnedInWords(pictures)} to learn from, ` +
        `${pictures.heldOut.length} to judge by, seen by ${plan.network} at ${width}×${height} pixels (${fit}).`,
    });
    return await retrainPictures({
      modelDir: models,
      name: task.name,
      parent,
      network,
      pictures,
      choice: plan.classes,
      prior,
      cache,
      job: task.job,
      maxLoss: task.maxLossOfAccuracy,
      createdAt: new Date(),
      onUnreadable: tellUnreadable(say),
      onProgress: tellProgress(say),
    });
  } finally {
    cache.close();
  }
}

async function pixelsOf(
  samples: readonly LabelledOriginal[],
  { card }: ModelVersion,
  say: Say,
): Promise<LabelledSample[]> {
  return samplesWithPixels(samples, card.input, tellUnreadable(say));
}

function tellUnreadable(say: Say): (error: Error) => void {
  return ({ message }) => say({ kind: 'log', line: `${message} It is left out.` });
}

function tellProgress(say: Say): (progress: PictureProgress) => void {
  return ({ phase, done, total }) =>
    say({ kind: 'progress', progress: { phase: PHASES[phase], done, total } });
}

function tellCounts(samples: readonly LabelledSample[], say: Say): void {
  const heldOut = samples.filter((sample) => sample.heldOut).length;
  say({
    kind: 'log',
    line: `${counted(samples.length - heldOut, 'labelled sample')} to learn from, ${heldOut} to judge by.`,
  });
}

/** The version of this very job, where whoever began it was killed just before saying so. */
async function madeBefore({ folders, name, job }: RetrainTask): Promise<ModelVersion | undefined> {
  const folder = path.join(folders.models, name);
  if (!existsSync(folder)) return undefined;
  const version = await openVersion(folder);
  return version.card.retraining?.job === job ? version : undefined;
}
