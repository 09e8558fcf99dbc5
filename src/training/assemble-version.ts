import { IMAGE_VALUES } from '../config/image-shape';
import type { ModelCard } from '../registry/card';
import { encodeHead } from '../registry/head-files';
import type { ModelVersion } from '../registry/version';
import { writeVersion } from '../registry/write-version';
import type { EpochRecord } from './checkpoint';
import { fitTemperature, softmaxRows } from '../evaluation/calibration';
import { evaluateClassification, metricsOf } from '../evaluation/metrics';
import { serializeLayersModel, toLayersModel } from './export/layers-model';
import { toOnnx } from './export/onnx-graph';
import { checkParity } from './export/parity';
import { loadFolded, type FoldedModel } from './network/folded-model';
import type { FoldedNetwork } from './network/folded-network';
import { summarizeNetwork } from './network/summary';
import type { Recipe } from './recipe';
import type { LabelledImages } from '../dataset/labelled-images';

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
  readonly trainingImages: number;
  /** Fits the temperature, and is reported. */
  readonly validation: LabelledImages;
  /** Reported once; null where there is none. */
  readonly test: LabelledImages | null;
  readonly engine: string;
  readonly machine: string;
  readonly createdAt: Date;
  readonly producerVersion: string;
}

const BATCH = 500;
const PROBE_IMAGES = 100;

/**
 * Compiles a trained network for serving and writes it as a version: tfjs layers model, ONNX
 * graph, head with its temperature, card.
 *
 * @throws {ParityError} when the tfjs and the ONNX network do not agree; nothing is written then
 * @throws {VersionExistsError} when the name is taken
 */
export async function assembleVersion(
  modelDir: string,
  ingredients: VersionIngredients,
): Promise<ModelVersion> {
  const { layers, classNames, validation, test } = ingredients;
  const folded = loadFolded(layers);
  const model = toLayersModel(layers);
  try {
    const onnx = toOnnx(layers, ingredients.producerVersion);
    const probe = validation.images.subarray(0, PROBE_IMAGES * IMAGE_VALUES);
    const difference = await checkParity(model, onnx, probe);

    const { logits } = await folded.predict(validation.images, BATCH);
    const temperature = fitTemperature(logits, validation.labels);
    const report = async (images: LabelledImages): Promise<ModelCard['metrics']['test']> =>
      metricsOf(await evaluateFolded(folded, images, classNames, temperature));

    const card: Omit<ModelCard, 'files'> = {
      format: 1,
      version: ingredients.name,
      created_at: ingredients.createdAt.toISOString(),
      parent: null,
      class_names: [...classNames],
      input_shape: [32, 32, 3],
      network: summarizeNetwork(ingredients.networkName, layers),
      training: trainingOf(ingredients),
      metrics: { validation: await report(validation), test: test && (await report(test)) },
      temperature,
      parity: {
        max_logit_difference: difference,
        probe_images: probe.length / IMAGE_VALUES,
      },
    };
    return await writeVersion(modelDir, card, {
      'model.onnx': onnx,
      ...(await serializeLayersModel(model)),
      ...encodeHead(headOf(layers, temperature)),
    });
  } finally {
    folded.dispose();
    model.dispose();
  }
}

async function evaluateFolded(
  model: FoldedModel,
  { images, labels }: LabelledImages,
  classNames: readonly string[],
  temperature: number,
): Promise<ReturnType<typeof evaluateClassification>> {
  const { logits } = await model.predict(images, BATCH);
  const probabilities = softmaxRows(logits, classNames.length, temperature);
  return evaluateClassification(probabilities, labels, classNames);
}

function headOf(layers: FoldedNetwork, temperature: number): Parameters<typeof encodeHead>[0] {
  const head = layers.at(-1);
  if (head?.kind !== 'dense') throw new Error('the last layer must be the head');
  const [features, classes] = head.shape;
  return { features, classes, temperature, weights: head.weights, bias: head.bias };
}

function trainingOf(ingredients: VersionIngredients): ModelCard['training'] {
  const { recipe, history, trainingImages } = ingredients;
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
