import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { backbonesFolder, openBackbone } from '../backbones/backbone';
import { counted } from '../config/counted';
import { filesOfFolder } from '../dataset/collections/read-folder';
import type { LabelledOriginal } from '../dataset/labelled-sample';
import type { ModelVersion } from '../registry/version';
import { FeatureCache } from '../store/features/feature-cache';
import { chooseFit } from '../training/pictures/choose-fit';
import { choosePictures, learnedInWords } from '../training/pictures/chosen-pictures';
import { networkOfBackbone } from '../training/pictures/feature-networks';
import { retrainPictures } from '../training/pictures/retrain-pictures';

export interface BackboneTraining {
  readonly modelDir: string;
  /** For the features of pictures, which are computed once. */
  readonly cacheDir: string;
  /** Name of a backbone that has been added. */
  readonly backbone: string;
  /** Folder of `<class>/<picture>`, or of `train/<class>/<picture>`. */
  readonly data: string;
  /** Of the version to be written. */
  readonly version: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Files that are named when they are skipped. */
const SHOWN = 10;

/**
 * Makes a version of a backbone and a folder of pictures, which are all learned from; each is judged by
 * a head that has learned from all others.
 *
 * @throws {BackboneError | TooFewPicturesError | VersionExistsError}
 */
export async function trainOnBackbone(training: BackboneTraining): Promise<ModelVersion> {
  const { modelDir, cacheDir, data, signal, say } = training;
  const backbone = await openBackbone(backbonesFolder(modelDir), training.backbone);
  const pictures = choosePictures(await picturesOf(data, say), 'own');
  say(`${learnedInWords(pictures)} to learn from.`);
  const cache = FeatureCache.open(cacheDir);
  try {
    return await retrainPictures({
      modelDir,
      name: training.version,
      parent: null,
      network: await chooseFit(networkOfBackbone(backbone), pictures, { cache, signal }),
      pictures,
      choice: 'own',
      cache,
      job: null,
      maxLoss: 0,
      createdAt: new Date(),
      signal,
      onUnreadable: ({ message }) => say(`${message} It is left out.`),
    });
  } finally {
    cache.close();
  }
}

/** In the order of their ids, each file once. */
async function picturesOf(
  folder: string,
  say: (line: string) => void,
): Promise<LabelledOriginal[]> {
  const pictures = new Map<string, LabelledOriginal>();
  const skipped: string[] = [];
  for (const found of await filesOfFolder(folder, 'train')) {
    if (!('label' in found)) {
      skipped.push(`  ${found.name}: ${found.reason}`);
      continue;
    }
    const file = path.join(folder, ...found.name.split('/'));
    const id = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    pictures.set(id, { id, label: found.label, split: 'train', heldOut: false, file });
  }
  if (skipped.length > 0) {
    say(`Skipped ${counted(skipped.length, 'file')}:`);
    for (const line of skipped.slice(0, SHOWN)) say(line);
    if (skipped.length > SHOWN) say(`  … and ${skipped.length - SHOWN} more`);
  }
  return [...pictures.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
