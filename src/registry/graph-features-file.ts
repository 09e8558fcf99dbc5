import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BrokenVersionError } from './errors';
import { fromHalf, toHalf } from './half-precision';
import { encodeSafetensors, Safetensors } from './safetensors';
import type { GraphFeatures, ModelVersion } from './version';

/** As the bytes of `features.safetensors`. */
export function encodeGraphFeatures(graph: GraphFeatures): Uint8Array {
  const { features, classNames } = graph;
  const [rows, classes] = [features + 1, classNames.length];
  return encodeSafetensors(
    {
      head_weights: { data: graph.headWeights, shape: [features, classes] },
      head_bias: { data: graph.headBias, shape: [classes] },
      gram: { data: graph.gram, shape: [rows, rows] },
      class_sums: { data: graph.classSums, shape: [rows, classes] },
      class_counts: { data: graph.classCounts, shape: [classes] },
      held_out_features: {
        data: toHalf(graph.heldOutFeatures),
        shape: [graph.heldOutLabels.length, features],
      },
      held_out_labels: { data: graph.heldOutLabels, shape: [graph.heldOutLabels.length] },
      exemplar_features: {
        data: toHalf(graph.exemplarFeatures),
        shape: [graph.exemplarLabels.length, features],
      },
      exemplar_labels: { data: graph.exemplarLabels, shape: [graph.exemplarLabels.length] },
    },
    { class_names: JSON.stringify(classNames) },
  );
}

/** @throws {Error} saying what is wrong with the bytes */
export function decodeGraphFeatures(bytes: Uint8Array, features: number): GraphFeatures {
  const file = new Safetensors(bytes);
  const classNames = JSON.parse(file.metadata.class_names ?? '[]') as string[];
  const sides = features + 1;
  const classes = classNames.length;
  const rows = (name: string, count: number): Float32Array =>
    fromHalf(file.tensor(name, 'F16', [count, features]).data);
  const heldOut = file.tensor('held_out_labels', 'U8', [null]);
  const exemplars = file.tensor('exemplar_labels', 'U8', [null]);
  return {
    features,
    classNames,
    headWeights: file.tensor('head_weights', 'F32', [features, classes]).data,
    headBias: file.tensor('head_bias', 'F32', [classes]).data,
    gram: file.tensor('gram', 'F64', [sides, sides]).data,
    classSums: file.tensor('class_sums', 'F64', [sides, classes]).data,
    classCounts: file.tensor('class_counts', 'F64', [classes]).data,
    heldOutFeatures: rows('held_out_features', heldOut.data.length),
    heldOutLabels: heldOut.data,
    exemplarFeatures: rows('exemplar_features', exemplars.data.length),
    exemplarLabels: exemplars.data,
  };
}

/**
 * What a version's graph made of its training and held-out images.
 *
 * @throws {BrokenVersionError} when the file is not what it should be
 */
export async function readGraphFeatures(version: ModelVersion): Promise<GraphFeatures> {
  const { featuresFile } = version;
  if (featuresFile === null) {
    throw new TypeError(`the graph of ${version.name} was not trained here`);
  }
  try {
    return decodeGraphFeatures(await readFile(featuresFile), version.head.features);
  } catch (cause) {
    const reason = `${path.basename(featuresFile)} cannot be used: ${(cause as Error).message}`;
    throw new BrokenVersionError(version.name, reason, { cause });
  }
}
