import path from 'node:path';
import type { LabelledSample } from '../../dataset/labelled-sample';
import { fitTemperature } from '../../evaluation/calibration';
import { headLogits } from '../../evaluation/head-logits';
import { openOnnxGraph } from '../../onnx/run-graph';
import { readGraphFeatures } from '../../registry/graph-features-file';
import { encodeHead } from '../../registry/head-files';
import { encodeNeighbours } from '../../registry/neighbours-file';
import type { GraphFeatures, Head, ModelVersion } from '../../registry/version';
import { VERSION_FILES } from '../../registry/version-files';
import { writeVersion, type FileSource } from '../../registry/write-version';
import { examplesOf, heldOutSamples, type HeldOutSamples } from './arrange-samples';
import { cardOf } from './describe-child';
import { fitHead } from './fit-head';
import { fitNeighbours } from './fit-neighbours';
import { learnableClasses, type LeftOutClass } from './learnable-classes';
import { sampleFeatures, type SampleFeatures } from './sample-features';

export interface HeadRetrainingOptions {
  readonly modelDir: string;
  /** Of the version to be written. */
  readonly name: string;
  /** Whose graph is kept, and who is to be at least matched. */
  readonly parent: ModelVersion;
  /** All labelled samples there are now, those kept out of training included. */
  readonly samples: readonly LabelledSample[];
  readonly job: string | null;
  /** Accuracy on the known classes, 0-1, that may be lost. */
  readonly maxLossOfAccuracy: number;
  readonly createdAt: Date;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: HeadProgress) => void;
  /** Is told of the classes that cannot be learned, where there are any. */
  readonly onLeftOut?: (classes: readonly LeftOutClass[]) => void;
}

export interface HeadProgress {
  readonly phase: 'features' | 'solving' | 'evaluating' | 'writing';
  readonly done: number;
  readonly total: number;
}

/**
 * Makes a version with the parent's graph and a head fitted to the labelled samples: seconds, no
 * data set, no TensorFlow. Everything is computed from the graph's own training statistics and all
 * samples of now, never from the parent's head, so that a sample that was deleted leaves no trace.
 *
 * @throws {BrokenVersionError} when the parent's features cannot be read
 * @throws {VersionExistsError} when the name is taken
 * @throws the signal's reason when it aborts; nothing is written then
 */
export async function retrainHead(options: HeadRetrainingOptions): Promise<ModelVersion> {
  const { parent, signal, onProgress = () => undefined } = options;
  const startedAt = performance.now();
  // In the order of their ids: the same samples give the same bits, however they came in.
  const all = [...options.samples].sort((a, b) => (a.id < b.id ? -1 : 1));
  const graph = await readGraphFeatures(parent);
  const { classes, samples, leftOut } = learnableClasses(graph.classNames, all);
  if (leftOut.length > 0) options.onLeftOut?.(leftOut);
  const total = samples.length;
  onProgress({ phase: 'features', done: 0, total });
  const features = await featuresOf(parent, samples, signal, (done) =>
    onProgress({ phase: 'features', done, total }),
  );
  signal?.throwIfAborted();
  onProgress({ phase: 'solving', done: 0, total: 1 });
  const examples = examplesOf(samples, features, classes, graph.features);
  const fitted = fitHead(graph, examples, classes.names.length, options.maxLossOfAccuracy);
  onProgress({ phase: 'evaluating', done: 0, total: 1 });
  const heldOut = heldOutSamples(samples, features, classes, graph.features);
  const head = { ...fitted, temperature: temperatureOf(fitted, graph, heldOut) };
  const neighbours = fitNeighbours(
    graph,
    examples,
    parent.card.network.penultimate,
    parent.card.rejection.length_discount,
  );
  const card = cardOf(options, {
    graph,
    classes,
    head,
    heldOut,
    samples,
    rejection: { ...parent.card.rejection, k: neighbours.k, threshold: neighbours.threshold },
    seconds: (performance.now() - startedAt) / 1000,
  });
  signal?.throwIfAborted();
  onProgress({ phase: 'writing', done: 0, total: 1 });
  const version = await writeVersion(options.modelDir, card, {
    ...sharedFiles(parent),
    ...encodeHead(head),
    [VERSION_FILES.neighbours]: encodeNeighbours(neighbours),
  });
  onProgress({ phase: 'writing', done: 1, total: 1 });
  return version;
}

async function featuresOf(
  parent: ModelVersion,
  samples: readonly LabelledSample[],
  signal: AbortSignal | undefined,
  onProgress: (done: number) => void,
): Promise<SampleFeatures> {
  const graph = await openOnnxGraph(parent.onnxFile, 1);
  try {
    return await sampleFeatures(graph, samples, parent.head.features, onProgress, signal);
  } finally {
    await graph.close();
  }
}

function temperatureOf(
  head: Omit<Head, 'temperature'>,
  graph: GraphFeatures,
  heldOut: HeldOutSamples,
): number {
  const logits = joined(
    headLogits({ ...head, temperature: 1 }, graph.heldOutFeatures),
    headLogits({ ...head, temperature: 1 }, heldOut.features),
  );
  const labels = new Uint8Array(graph.heldOutLabels.length + heldOut.labels.length);
  labels.set(graph.heldOutLabels);
  labels.set(heldOut.labels, graph.heldOutLabels.length);
  return fitTemperature(logits, labels);
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const all = new Float32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** What versions of one graph have in common. */
function sharedFiles({ folder, card }: ModelVersion): Record<string, FileSource> {
  const own: readonly string[] = [
    VERSION_FILES.head,
    VERSION_FILES.headWeights,
    VERSION_FILES.neighbours,
  ];
  return Object.fromEntries(
    Object.keys(card.files)
      .filter((file) => !own.includes(file))
      .map((file) => [file, { sameAs: path.join(folder, file) }]),
  );
}
