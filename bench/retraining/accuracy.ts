import type { LabelledImages } from '../../src/dataset/labelled-images';
import { argMax } from '../../src/evaluation/accuracy';
import { headLogits } from '../../src/evaluation/head-logits';
import { openOnnxGraph, type GraphOutputs } from '../../src/onnx/run-graph';
import type { ModelVersion } from '../../src/registry/version';

const BATCH = 64;

/** Outputs by images and graph: the same are asked for again and again. */
const known = new Map<string, GraphOutputs>();

/** What a version's graph makes of images. */
export async function outputsOf(version: ModelVersion, images: Uint8Array): Promise<GraphOutputs> {
  const key = `${version.graphId} ${images.length} ${images.subarray(0, 3072).join()}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const graph = await openOnnxGraph(version.onnxFile, 1);
  try {
    const outputs = await graph.run(images, BATCH);
    known.set(key, outputs);
    return outputs;
  } finally {
    await graph.close();
  }
}

/** Share of images that a version's head gets right. */
export async function accuracyOn(
  version: ModelVersion,
  { images, labels }: LabelledImages,
  classNames: readonly string[],
): Promise<number> {
  const { features } = await outputsOf(version, images);
  const logits = headLogits(version.head, features);
  const { classes } = version.head;
  const names = version.card.class_names;
  const right = labels.reduce(
    (sum, label, i) =>
      sum + Number(names[argMax(logits, i * classes, classes)] === classNames[label]),
    0,
  );
  return right / labels.length;
}
