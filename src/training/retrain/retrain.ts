import { existsSync } from 'node:fs';
import path from 'node:path';
import { readLabelledSamples } from '../../dataset/samples/read-labelled-samples';
import { samplesWithPixels } from '../../dataset/samples/sample-pixels';
import { openVersion } from '../../registry/open-version';
import type { ModelVersion } from '../../registry/version';
import { leftOutLines } from '../head/learnable-classes';
import { retrainHead } from '../head/retrain-head';
import type { RetrainTask, Say } from './messages';
import { retrainFull } from './retrain-full';

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
  const samples = await samplesWithPixels(
    await readLabelledSamples(task.folders.persistence),
    parent.card.input,
    ({ message }) => say({ kind: 'log', line: `${message} It is left out.` }),
  );
  const heldOut = samples.filter((sample) => sample.heldOut).length;
  say({
    kind: 'log',
    line: `${samples.length - heldOut} labelled samples to learn from, ${heldOut} to judge by.`,
  });
  if (task.mode === 'full') return retrainFull(task, parent, samples, say);
  return retrainHead({
    modelDir: task.folders.models,
    name: task.name,
    parent,
    samples,
    job: task.job,
    maxLossOfAccuracy: task.maxLossOfAccuracy,
    createdAt: new Date(),
    onLeftOut: (classes) => {
      for (const line of leftOutLines(classes)) say({ kind: 'log', line });
    },
    onProgress: ({ phase, done, total }) =>
      say({ kind: 'progress', progress: { phase: PHASES[phase], done, total } }),
  });
}

/** The version of this very job, where whoever began it was killed just before saying so. */
async function madeBefore({ folders, name, job }: RetrainTask): Promise<ModelVersion | undefined> {
  const folder = path.join(folders.models, name);
  if (!existsSync(folder)) return undefined;
  const version = await openVersion(folder);
  return version.card.retraining?.job === job ? version : undefined;
}
