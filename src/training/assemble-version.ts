import type { InputSpec } from '../config/input-spec';
import { CIFAR10_INPUT } from '../config/cifar10';
import { IMAGE_CHANNELS, IMAGE_SIDE, IMAGE_VALUES } from '../config/image-shape';
import type { LabelledImages } from '../dataset/labelled-images';
import { fitTemperature } from '../evaluation/calibration';
import { evaluateLogits, metricsOf } from '../evaluation/metrics';
import { evaluateOwnPictures } from '../evaluation/own-pictures';
import { PIXEL_STATISTICS, pixelStatisticsOf } from '../imaging/pixel-statistics';
import type { GateReport, ModelCard, NewCard, Retraining } from '../registry/card';
import { encodeGraphFeatures } from '../registry/graph-features-file';
import { encodeHead } from '../registry/head-files';
import { encodeNeighbours } from '../registry/neighbours-file';
import { encodeReference } from '../registry/reference-file';
import type { ModelVersion } from '../registry/version';
import { VERSION_FILES } from '../registry/version-files';
import { writeVersion } from '../registry/write-version';
import type { EpochRecord } from './checkpoint';
import { makeInt8Graph } from './export/make-int8-graph';
import { serializeLayersModel, toLayersModel } from './export/layers-model';
import { toOnnx } from './export/onnx-graph';
import { checkParity } from './export/parity';
import { withOnnxGraph } from './export/run-onnx';
import { describeGraph } from './features/describe-graph';
import { fitRejection } from './features/fit-rejection';
import type { Outputs } from './network/collect-outputs';
import { loadFolded } from './network/folded-model';
import type { FoldedNetwork } from './network/folded-network';
import { summarizeNetwork } from './network/summary';
import type { Recipe } from './recipe';

/** A trained network with everything that its version records. */
export interface VersionIngredients {
  readonly name: string;
  readonly networkName: string;
  readonly layers: FoldedNetwork;
  readonly history: readonly EpochRecord[];
  readonly recipe: Recipe;
  readonly classNames: readonly string[];
  readonly dataDescription: string;
  readonly dataFingerprint: string;
  readonly training: LabelledImages;
  /**
   * Images of every class that were not trained on: they fit the temperature and the threshold of
   * `uncertain`, are reported, and their features stay in the version to judge its successors by.
   */
  readonly validation: LabelledImages;
  /** Reported once; null where there is none. */
  readonly test: LabelledImages | null;
  /** Labelled samples kept out of training; null where there are none. */
  readonly heldOutSamples?: HeldOutImages | null;
  readonly parent?: string | null;
  /** How pictures that it is shown are fitted to it; as images of CIFAR-10 where it is missing. */
  readonly input?: InputSpec;
  readonly retraining?: Retraining | null;
  /** Judges what was made before it is written; without it there is no gate. */
  readonly judge?: (
    card: Omit<NewCard, 'gate'> & Pick<ModelCard, 'metrics'>,
    onValidation: Outputs,
  ) => GateReport;
  /** Is told what is being done, with how many of how many images. */
  readonly onProgress?: (task: string, done: number, total: number) => void;
  readonly engine: string;
  readonly machine: string;
  readonly createdAt: Date;
  readonly producerVersion: string;
}

/** Labelled samples kept out of training. */
export interface HeldOutImages extends LabelledImages {
  /** [n] */
  readonly ids: readonly string[];
  /** [classes]: samples of each that the network learned from */
  readonly learned: readonly number[];
}

const BATCH = 500;
/** Held-out images whose pixels are described. */
const LOOKED_AT = 2000;
const PROBE_IMAGES = 100;

/**
 * Compiles a trained network for serving and writes it as a version: tfjs layers model, ONNX
 * graphs in float32 and int8, head with its temperature, features and neighbours, card.
 *
 * @throws {ParityError} when the tfjs and the ONNX network do not agree; nothing is written then
 * @throws {VersionExistsError} when the name is taken
 */
export async function assembleVersion(
  modelDir: string,
  ingredients: VersionIngredients,
): Promise<ModelVersion> {
  const { layers, classNames, training, validation, producerVersion } = ingredients;
  const folded = loadFolded(layers);
  const outputsOf = ({ images }: LabelledImages, task: string): Promise<Outputs> =>
    folded.predict(images, BATCH, {
      onBatch: (done) => ingredients.onProgress?.(task, done, images.length / IMAGE_VALUES),
    });
  try {
    const { files, difference } = await exportGraph(layers, validation.images, producerVersion);
    const onValidation = await outputsOf(validation, 'held-out images');
    const temperature = fitTemperature(onValidation.logits, validation.labels);
    const onTraining = await outputsOf(training, 'training images');
    const features = describeGraph(
      classNames,
      headOf(layers, temperature),
      { features: onTraining.features, labels: training.labels },
      { features: onValidation.features, labels: validation.labels },
      ingredients.recipe.seed,
    );
    const network = summarizeNetwork(ingredients.networkName, layers);
    const rejection = await fitRejection(
      (images, batch) => folded.predict(images, batch),
      features,
      network.penultimate,
      validation.images,
    );
    const int8 = await makeInt8Graph(layers, folded, training.images, validation, producerVersion);

    const report = (outputs: Outputs, { labels }: LabelledImages): ModelCard['metrics']['test'] => {
      return metricsOf(evaluateLogits(outputs.logits, labels, classNames, temperature));
    };
    const reportOn = async (
      images: LabelledImages | null | undefined,
      task: string,
    ): Promise<ModelCard['metrics']['test']> =>
      images && images.labels.length > 0 ? report(await outputsOf(images, task), images) : null;

    const { heldOutSamples } = ingredients;
    const onSamples =
      heldOutSamples && heldOutSamples.labels.length > 0
        ? await outputsOf(heldOutSamples, 'held-out samples')
        : null;
    const card = {
      format: 1 as const,
      version: ingredients.name,
      created_at: ingredients.createdAt.toISOString(),
      parent: ingredients.parent ?? null,
      class_names: [...classNames],
      input_shape: [IMAGE_SIDE, IMAGE_SIDE, IMAGE_CHANNELS] as [number, number, 3],
      input: { ...(ingredients.input ?? CIFAR10_INPUT) },
      network,
      training: trainingOf(ingredients),
      metrics: {
        validation: report(onValidation, validation),
        test: await reportOn(ingredients.test, 'test images'),
        samples: onSamples && report(onSamples, heldOutSamples!),
        own: onSamples && ownOf(onSamples, heldOutSamples!, temperature),
      },
      retraining: ingredients.retraining ?? null,
      int8: int8.report,
      rejection: rejection.report,
      temperature,
      parity: { max_logit_difference: difference, probe_images: PROBE_IMAGES },
    };
    const gate = ingredients.judge?.(card, onValidation) ?? null;
    return await writeVersion(
      modelDir,
      { ...card, gate },
      {
        ...files,
        ...(int8.graph === null ? {} : { [VERSION_FILES.onnxInt8]: int8.graph }),
        ...encodeHead(headOf(layers, temperature)),
        [VERSION_FILES.features]: encodeGraphFeatures(features),
        [VERSION_FILES.neighbours]: encodeNeighbours(rejection.neighbours),
        [VERSION_FILES.reference]: encodeReference(
          { pixels: pixelStatisticsOf(validation.images, CIFAR10_INPUT, LOOKED_AT) },
          PIXEL_STATISTICS.length,
        ),
      },
    );
  } finally {
    folded.dispose();
  }
}

function ownOf(
  { logits }: Outputs,
  { ids, labels, learned }: HeldOutImages,
  temperature: number,
): ModelCard['metrics']['own'] {
  return evaluateOwnPictures({
    judgedBy: 'held_out',
    ids,
    labels,
    logits,
    temperature,
    learned,
    // Every layer has learned from other images besides: the samples alone do not tell of its errors.
    learningCurve: [],
  });
}

/** The layers model and the ONNX graph, which share one file of weights and agree. */
async function exportGraph(
  layers: FoldedNetwork,
  images: Uint8Array,
  producerVersion: string,
): Promise<{ files: Record<string, Uint8Array>; difference: number }> {
  const model = toLayersModel(layers);
  try {
    const { files: modelFiles, places } = await serializeLayersModel(model);
    const files = {
      ...modelFiles,
      [VERSION_FILES.onnx]: toOnnx(layers, places, producerVersion),
    };
    const probe = images.subarray(0, PROBE_IMAGES * IMAGE_VALUES);
    const difference = await withOnnxGraph(files, VERSION_FILES.onnx, (graph) =>
      checkParity(model, graph, probe),
    );
    return { files, difference };
  } finally {
    model.dispose();
  }
}

function headOf(layers: FoldedNetwork, temperature: number): Parameters<typeof encodeHead>[0] {
  const head = layers.at(-1);
  if (head?.kind !== 'dense') throw new Error('the last layer must be the head');
  const [features, classes] = head.shape;
  return { features, classes, temperature, weights: head.weights, bias: head.bias };
}

function trainingOf(ingredients: VersionIngredients): ModelCard['training'] {
  const { recipe, history, training } = ingredients;
  const trainingImages = training.labels.length;
  const seconds = history.reduce((sum, epoch) => sum + epoch.seconds, 0);
  return {
    data: ingredients.dataDescription,
    data_fingerprint: ingredients.dataFingerprint,
    images: trainingImages,
    validation_images: ingredients.validation.labels.length,
    epochs: recipe.epochs,
    batch_size: recipe.batchSize,
    seed: recipe.seed,
    recipe: { ...recipe },
    engine: ingredients.engine,
    machine: ingredients.machine,
    duration_seconds: Math.round(seconds),
    images_per_second: Math.round((trainingImages * history.length) / seconds),
    history: [...history],
  };
}
