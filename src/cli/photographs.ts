import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { IMAGE_FORMATS } from '../config/image-formats';
import { inputValues } from '../config/input-spec';
import { argMax } from '../evaluation/accuracy';
import { headLogits } from '../evaluation/head-logits';
import { neighbourDistances } from '../evaluation/neighbours';
import { aucOf, rocCurve } from '../evaluation/roc';
import { decodeImage } from '../imaging/decode-image';
import type { OnnxGraph } from '../onnx/run-graph';
import { strangeness, unitRows } from '../registry/head-arithmetic';
import type { ModelVersion } from '../registry/version';

/** Name of the folder whose photographs show none of a version's classes. */
const OTHERS = 'none-of-them';
const LIMITS = { maxPixels: Number.MAX_SAFE_INTEGER, formats: IMAGE_FORMATS };
const BATCH = 64;

/** A photograph, and what a version makes of it. */
export interface SeenPhotograph {
  /** Name of its folder. */
  readonly folder: string;
  readonly isOther: boolean;
  readonly isRight: boolean;
  readonly strangeness: number;
  readonly isUncertain: boolean;
}

/**
 * What a version makes of photographs in folders that are called as its classes, whatever their case,
 * and of those in `none-of-them`.
 *
 * @param graph that of the version
 */
export async function lookAtPhotographs(
  { card, head, neighbours }: Pick<ModelVersion, 'card' | 'head' | 'neighbours'>,
  graph: OnnxGraph,
  root: string,
): Promise<SeenPhotograph[]> {
  const names = card.class_names.map((name) => name.toLowerCase());
  const folders = (await readdir(root)).filter((name) => name === OTHERS || names.includes(name));
  const files = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(path.join(root, folder))).map((name) => ({
        folder,
        file: path.join(root, folder, name),
      })),
    ),
  );
  const photographs = files.flat();
  const values = inputValues(card.input);
  const images = new Uint8Array(photographs.length * values);
  for (const [i, { file }] of photographs.entries()) {
    const { pixels } = await decodeImage(await readFile(file), LIMITS, card.input);
    images.set(pixels, i * values);
  }
  const { features } = await graph.run(images, BATCH);
  const logits = headLogits(head, features);
  const { width, k, threshold } = neighbours;
  const rows = unitRows(features, head.features, width);
  const distances = neighbourDistances(neighbours.features, rows, width, k);
  return photographs.map(({ folder }, i) => {
    const row = features.subarray(i * head.features, (i + 1) * head.features);
    const score = strangeness(neighbours, distances[i]!, row);
    return {
      folder,
      isOther: folder === OTHERS,
      isRight: names[argMax(logits, i * head.classes, head.classes)] === folder,
      strangeness: score,
      isUncertain: score > threshold,
    };
  });
}

/** One line of figures, each with what it is of. */
export function describePhotographs(seen: readonly SeenPhotograph[]): string {
  const own = seen.filter(({ isOther }) => !isOther);
  const others = seen.filter(({ isOther }) => isOther);
  const folders = [...new Set(own.map(({ folder }) => folder))];
  const shares = folders.map((folder) => {
    const ofClass = own.filter((one) => one.folder === folder);
    return ofClass.filter(({ isRight }) => isRight).length / ofClass.length;
  });
  const right = own.filter(({ isRight }) => isRight).length;
  const certain = others.filter(({ isUncertain }) => !isUncertain).length;
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return (
    `${right} of ${own.length} photographs of its classes right (${percent(right / own.length)}; ` +
    `mean of ${folders.length} classes ${percent(mean)}); ${certain} of ${others.length} of other ` +
    `things called a class with certainty (${percent(certain / others.length)}), area under the ROC ` +
    `curve ${otherThingsAuroc(seen).toFixed(3)}`
  );
}

/** Area under the ROC curve of telling photographs of other things from those of the classes. */
export function otherThingsAuroc(seen: readonly SeenPhotograph[]): number {
  const scores = Float32Array.from(seen, (one) => one.strangeness);
  const isOther = Uint8Array.from(seen, (one) => (one.isOther ? 1 : 0));
  return aucOf(rocCurve(scores, isOther, 1));
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)}%`;
}
