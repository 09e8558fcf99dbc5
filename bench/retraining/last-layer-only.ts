import type { LabelledImages } from '../../src/dataset/labelled-images';
import type { LabelledSample } from '../../src/dataset/labelled-sample';
import { argMax } from '../../src/evaluation/accuracy';
import { headLogits } from '../../src/evaluation/head-logits';
import { openOnnxGraph } from '../../src/onnx/run-graph';
import { readGraphFeatures } from '../../src/registry/graph-features-file';
import type { GraphFeatures, Head, ModelVersion } from '../../src/registry/version';
import { classListOf } from '../../src/training/head/class-list';
import { fitHead } from '../../src/training/head/fit-head';
import { sampleFeatures } from '../../src/training/head/sample-features';
import { outputsOf } from './accuracy';

/**
 * The head that there would be if the graph gave nothing but the features of its last layer, to
 * see what those of the block before are worth.
 *
 * @returns share of the images of some classes that it gets right
 */
export async function lastLayerOnly(
  parent: ModelVersion,
  samples: readonly LabelledSample[],
): Promise<(test: LabelledImages, classNames: readonly string[]) => Promise<number>> {
  const width = parent.card.network.penultimate;
  const whole = await readGraphFeatures(parent);
  const graph = narrowed(whole, width);
  const classes = classListOf(graph.classNames, samples);
  const onnx = await openOnnxGraph(parent.onnxFile, 1);
  const { plain, mirrored } = await sampleFeatures(onnx, samples, whole.features, () => undefined);
  await onnx.close();
  const rows = samples.flatMap((_, i) =>
    [plain, mirrored].flatMap((view) => [
      ...view.subarray(i * whole.features, i * whole.features + width),
    ]),
  );
  const labels = samples.flatMap(({ label }) => Array<number>(2).fill(classes.indexOf(label)));
  const examples = { features: Float32Array.from(rows), labels: Uint16Array.from(labels) };
  const head: Head = { ...fitHead(graph, examples, classes.names.length), temperature: 1 };
  return async (test, classNames) => {
    const { features } = await outputsOf(parent, test.images);
    const logits = headLogits(head, columnsOf(features, whole.features, width));
    const right = test.labels.filter(
      (label, i) =>
        classes.names[argMax(logits, i * head.classes, head.classes)] === classNames[label],
    );
    return right.length / test.labels.length;
  };
}

function narrowed(graph: GraphFeatures, width: number): GraphFeatures {
  const { features, classNames } = graph;
  const kept = [...Array(width).keys(), features];
  const classes = classNames.length;
  return {
    ...graph,
    features: width,
    headWeights: graph.headWeights.slice(0, width * classes),
    gram: Float64Array.from(
      kept.flatMap((row) => kept.map((column) => graph.gram[row * (features + 1) + column]!)),
    ),
    classSums: Float64Array.from(
      kept.flatMap((row) => [...graph.classSums.subarray(row * classes, (row + 1) * classes)]),
    ),
    heldOutFeatures: columnsOf(graph.heldOutFeatures, features, width),
    exemplarFeatures: columnsOf(graph.exemplarFeatures, features, width),
  };
}

/** The first columns of each row. */
function columnsOf(values: Float32Array, stride: number, width: number): Float32Array {
  const count = values.length / stride;
  const columns = new Float32Array(count * width);
  for (let i = 0; i < count; i++) {
    columns.set(values.subarray(i * stride, i * stride + width), i * width);
  }
  return columns;
}
