import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { IMAGE_VALUES } from '../../src/config/image-shape';
import type { LabelledImages } from '../../src/dataset/labelled-images';
import { describeMachine } from '../../src/observability/machine';
import { openVersion } from '../../src/registry/open-version';
import type { ModelVersion } from '../../src/registry/version';
import { loadTensorFlow } from '../../src/tensorflow/load-backend';
import { assembleVersion } from '../../src/training/assemble-version';
import { NETWORKS } from '../../src/training/network/specification';
import { RECIPES } from '../../src/training/recipe';
import { splitValidation } from '../../src/training/split';
import { train } from '../../src/training/train';

export interface EightClassOptions {
  /** All ten classes. */
  readonly training: LabelledImages;
  readonly classNames: readonly string[];
  /** Those that the network shall not know. */
  readonly leftOut: readonly string[];
  readonly fingerprint: string;
  readonly epochs: number;
  /** Where the run and the version are kept, so that the next time is quick. */
  readonly folder: string;
}

const HELD_OUT = 2000;

/** A `small` network that has never seen two of the classes: trained once, then kept. */
export async function eightClassVersion(options: EightClassOptions): Promise<ModelVersion> {
  const { training, classNames, leftOut, epochs, folder } = options;
  const name = `without-${leftOut.join('-').toLowerCase()}-${epochs}`;
  const modelDir = path.join(folder, 'models');
  if (existsSync(path.join(modelDir, name))) return openVersion(path.join(modelDir, name));

  await mkdir(modelDir, { recursive: true });
  const known = classNames.filter((className) => !leftOut.includes(className));
  const tensorflow = await loadTensorFlow();
  const recipe = { ...RECIPES.short, epochs };
  const split = splitValidation(ofClasses(training, classNames, known), HELD_OUT);
  const { layers, history } = await train({
    specification: NETWORKS.small,
    classNames: known,
    recipe,
    ...split,
    dataFingerprint: options.fingerprint,
    runFolder: path.join(folder, name),
    onProgress: (progress) => {
      if (progress.kind !== 'epoch') return;
      const { epoch, val_accuracy: accuracy, seconds } = progress.record;
      console.log(`epoch ${epoch}: ${(100 * accuracy).toFixed(1)}% in ${seconds.toFixed(0)} s`);
    },
  });
  return assembleVersion(modelDir, {
    name,
    networkName: 'small',
    layers,
    history,
    recipe,
    classNames: known,
    dataDescription: `images of ${known.join(', ')}`,
    dataFingerprint: options.fingerprint,
    ...split,
    test: null,
    engine: tensorflow.description,
    machine: describeMachine(),
    createdAt: new Date(),
    producerVersion: '0',
  });
}

/** The images of some classes, labelled by their place in `wanted`. */
export function ofClasses(
  { images, labels }: LabelledImages,
  classNames: readonly string[],
  wanted: readonly string[],
): LabelledImages {
  const places = classNames.map((name) => wanted.indexOf(name));
  const chosen = [...labels.keys()].filter((i) => places[labels[i]!]! >= 0);
  const picked = new Uint8Array(chosen.length * IMAGE_VALUES);
  for (const [at, i] of chosen.entries()) {
    picked.set(images.subarray(i * IMAGE_VALUES, (i + 1) * IMAGE_VALUES), at * IMAGE_VALUES);
  }
  return { images: picked, labels: Uint8Array.from(chosen, (i) => places[labels[i]!]!) };
}
