import { createHash } from 'node:crypto';
import path from 'node:path';
import type { LabelledSample } from '../../dataset/labelled-sample';
import { argMax } from '../../evaluation/accuracy';
import { fitTemperature } from '../../evaluation/calibration';
import { judge, type GateEvidence, type SharedScore } from '../../evaluation/gate';
import { headLogits } from '../../evaluation/head-logits';
import { evaluateLogits, metricsOf } from '../../evaluation/metrics';
import { openOnnxGraph } from '../../onnx/run-graph';
import type { ModelCard, Retraining } from '../../registry/card';
import { readGraphFeatures } from '../../registry/graph-features-file';
import { encodeHead } from '../../registry/head-files';
import { encodeNeighbours } from '../../registry/neighbours-file';
import type { GraphFeatures, Head, ModelVersion } from '../../registry/version';
import { VERSION_FILES } from '../../registry/version-files';
import { writeVersion, type FileSource } from '../../registry/write-version';
import { PARITY_TOLERANCE } from '../export/parity';
import { classListOf, countByClass, type ClassList } from './class-list';
import { fitHead } from './fit-head';
import { fitNeighbours } from './fit-neighbours';
import { VIEWS, type HeadExamples } from './head-examples';
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
}

export interface HeadProgress {
  readonly phase: 'features' | 'solving' | 'evaluating' | 'writing';
  readonly done: number;
  readonly total: number;
}

/** Labels of images are bytes. */
const MOST_CLASSES = 256;

/**
 * Makes a version with the parent's graph and a head fitted to the labelled samples: seconds, no
 * data set, no TensorFlow. Everything is computed from the graph's own training statistics and all
 * samples of now, never from the parent's head, so that a sample that was deleted leaves no trace.
 *
 * @throws {BrokenVersionError} when the parent's features cannot be read
 * @throws {VersionExistsError} when the name is taken
 * @throws {RangeError} when the samples have more labels than a version can have classes
 * @throws the signal's reason when it aborts; nothing is written then
 */
export async function retrainHead(options: HeadRetrainingOptions): Promise<ModelVersion> {
  const { parent, signal, onProgress = () => undefined } = options;
  const startedAt = performance.now();
  // In the order of their ids: the same samples give the same bits, however they came in.
  const all = [...options.samples].sort((a, b) => (a.id < b.id ? -1 : 1));
  const graph = await readGraphFeatures(parent);
  const classes = classListOf(
    graph.classNames,
    all.filter(({ heldOut }) => !heldOut),
  );
  // A new class all of whose samples happen to be held out cannot be learned yet.
  const samples = all.filter(({ label }) => classes.has(label));
  if (classes.names.length > MOST_CLASSES) {
    throw new RangeError(
      `${classes.names.length} classes are more than the ${MOST_CLASSES} that a version can have`,
    );
  }
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
  const neighbours = fitNeighbours(graph, examples, parent.card.network.penultimate);
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

/** Features of samples with the indices of their classes. */
interface HeldOut {
  /** float32, [n, features] */
  readonly features: Float32Array;
  readonly labels: Uint8Array;
  readonly names: readonly string[];
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

/** The samples to learn from, each followed by its mirror image. */
function examplesOf(
  samples: readonly LabelledSample[],
  { plain, mirrored }: SampleFeatures,
  classes: ClassList,
  width: number,
): HeadExamples {
  const chosen = [...samples.keys()].filter((i) => !samples[i]!.heldOut);
  const features = new Float32Array(VIEWS * chosen.length * width);
  for (const [at, i] of chosen.entries()) {
    features.set(plain.subarray(i * width, (i + 1) * width), VIEWS * at * width);
    features.set(mirrored.subarray(i * width, (i + 1) * width), (VIEWS * at + 1) * width);
  }
  const labels = chosen.flatMap(
    (i) => Array(VIEWS).fill(classes.indexOf(samples[i]!.label)) as number[],
  );
  return { features, labels: Uint16Array.from(labels) };
}

function heldOutSamples(
  samples: readonly LabelledSample[],
  { plain }: SampleFeatures,
  classes: ClassList,
  width: number,
): HeldOut {
  const chosen = [...samples.keys()].filter((i) => samples[i]!.heldOut);
  const features = new Float32Array(chosen.length * width);
  for (const [at, i] of chosen.entries()) {
    features.set(plain.subarray(i * width, (i + 1) * width), at * width);
  }
  const names = chosen.map((i) => classes.names[classes.indexOf(samples[i]!.label)]!);
  return {
    features,
    labels: Uint8Array.from(chosen, (i) => classes.indexOf(samples[i]!.label)),
    names,
  };
}

function temperatureOf(
  head: Omit<Head, 'temperature'>,
  graph: GraphFeatures,
  heldOut: HeldOut,
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

interface Outcome {
  readonly graph: GraphFeatures;
  readonly classes: ClassList;
  readonly head: Head;
  readonly heldOut: HeldOut;
  readonly samples: readonly LabelledSample[];
  readonly rejection: ModelCard['rejection'];
  readonly seconds: number;
}

function cardOf(options: HeadRetrainingOptions, outcome: Outcome): Omit<ModelCard, 'files'> {
  const { parent, name, createdAt } = options;
  const { graph, classes, head, heldOut } = outcome;
  const metrics = (features: Float32Array, labels: Uint8Array): ModelCard['metrics']['samples'] =>
    metricsOf(evaluateLogits(headLogits(head, features), labels, classes.names, head.temperature));
  return {
    ...parent.card,
    version: name,
    created_at: createdAt.toISOString(),
    parent: parent.name,
    class_names: [...classes.names],
    metrics: {
      validation: metrics(graph.heldOutFeatures, graph.heldOutLabels),
      // Only the images could tell, and they are not here.
      test: null,
      samples: heldOut.labels.length === 0 ? null : metrics(heldOut.features, heldOut.labels),
    },
    retraining: retrainingOf(options, outcome),
    gate: judge(
      {
        comparedWith: parent.name,
        ...onKnownClasses(parent, head, graph),
        samples: heldOut.names.length === 0 ? null : scoreOf(parent, head, classes, heldOut),
        parity: null,
      },
      { maxLossOfAccuracy: options.maxLossOfAccuracy, parityTolerance: PARITY_TOLERANCE },
    ),
    rejection: outcome.rejection,
    temperature: head.temperature,
  };
}

function retrainingOf(
  { job }: HeadRetrainingOptions,
  { classes, samples, seconds }: Outcome,
): Retraining {
  const fingerprint = createHash('sha256');
  for (const { id, label } of samples) fingerprint.update(`${id} ${label}\n`);
  return {
    mode: 'head',
    job,
    samples: countByClass(
      samples.filter(({ heldOut }) => !heldOut),
      classes,
    ),
    held_out_samples: countByClass(
      samples.filter(({ heldOut }) => heldOut),
      classes,
    ),
    new_classes: classes.names.slice(classes.known),
    samples_fingerprint: fingerprint.digest('hex'),
    duration_seconds: seconds,
  };
}

/**
 * How both heads do on the held-out images of the classes that the graph was trained on: among
 * these alone, and, where there are new ones, how many images the new head loses to them.
 */
function onKnownClasses(
  parent: ModelVersion,
  head: Head,
  { classNames, heldOutFeatures, heldOutLabels }: GraphFeatures,
): Pick<GateEvidence, 'knownClasses' | 'takenByNewClasses'> {
  const images = heldOutLabels.length;
  const hits = (from: Head, compared: number): number => {
    const logits = headLogits(from, heldOutFeatures);
    return heldOutLabels.filter((label, i) => argMax(logits, i * from.classes, compared) === label)
      .length;
  };
  // Versions of one graph have its classes first.
  const candidate = hits(head, classNames.length);
  const knownClasses = { candidate, active: hits(parent.head, classNames.length), images };
  const newClasses = head.classes - classNames.length;
  if (newClasses === 0) return { knownClasses };
  const taken = candidate - hits(head, head.classes);
  return { knownClasses, takenByNewClasses: { newClasses, taken, images } };
}

/** How many of the same images the new head and the parent's get right. */
function scoreOf(
  parent: ModelVersion,
  head: Head,
  classes: ClassList,
  { features, names }: Pick<HeldOut, 'features' | 'names'>,
): SharedScore {
  return {
    candidate: hits(headLogits(head, features), classes.names, names),
    active: hits(headLogits(parent.head, features), parent.card.class_names, names),
    images: names.length,
  };
}

function hits(
  logits: Float32Array,
  classNames: readonly string[],
  names: readonly string[],
): number {
  const classes = classNames.length;
  return names.filter((name, i) => classNames[argMax(logits, i * classes, classes)] === name)
    .length;
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
