import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Head } from '../registry/version';
import { EXPORT_FILES } from './export-files';
import { NotExportableError } from './errors';

/** As much of a saved layers model as is changed here; everything else stays as it is. */
const layersModelSchema = z.looseObject({
  modelTopology: z.looseObject({
    config: z.looseObject({
      layers: z.array(
        z.looseObject({
          name: z.string(),
          class_name: z.string(),
          config: z.looseObject({}),
          inbound_nodes: z.unknown(),
        }),
      ),
      output_layers: z.array(z.tuple([z.string(), z.number(), z.number()])).min(1),
    }),
  }),
  weightsManifest: z.tuple([
    z.looseObject({
      paths: z.array(z.string()).length(1),
      weights: z.array(
        z.looseObject({ name: z.string(), shape: z.array(z.int()), dtype: z.literal('float32') }),
      ),
    }),
  ]),
});

/** A layers model in tfjs' own format: its description, and its weights in `weights.bin`. */
export interface LayersClassifier {
  readonly model: Uint8Array;
  readonly weights: Uint8Array;
}

/**
 * Whether a head can be the last layer of a network: one that is centred needs arithmetic that
 * layers of TensorFlow.js have no word for.
 */
export function fitsLayersModel({ centre }: Head): boolean {
  return centre === undefined;
}

/**
 * The layers model of a version with its own head, whose softmax gives calibrated probabilities: a
 * Dense layer with all weights divided by the temperature.
 *
 * @param file `model.json` of a version, whose first output is a Dense layer on the features
 * @throws {NotExportableError} when it is not
 */
export async function layersClassifier(file: string, head: Head): Promise<LayersClassifier> {
  const saved = layersModelSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const { config } = saved.modelTopology;
  const [group] = saved.weightsManifest;
  const bytes = await readFile(path.join(path.dirname(file), path.basename(group.paths[0]!)));
  const last = config.layers.find(({ name }) => name === config.output_layers[0]![0]);
  if (last?.class_name !== 'Dense') {
    throw new NotExportableError('the last layer of its TensorFlow.js model is no Dense layer');
  }
  last.config = {
    ...last.config,
    units: head.classes,
    activation: 'softmax',
    use_bias: true,
  };
  config.output_layers = [config.output_layers[0]!];
  const parts: Uint8Array[] = [];
  const kept = [];
  let at = 0;
  for (const weight of group.weights) {
    const length = 4 * weight.shape.reduce((product, side) => product * side, 1);
    if (!weight.name.startsWith(`${last.name}/`)) {
      parts.push(bytes.subarray(at, at + length));
      kept.push(weight);
    }
    at += length;
  }
  const { weights, bias } = scaled(head);
  const description = {
    ...saved,
    weightsManifest: [
      {
        paths: [EXPORT_FILES.tfjsWeights],
        weights: [
          ...kept,
          weightOf(`${last.name}/kernel`, [head.features, head.classes]),
          weightOf(`${last.name}/bias`, [head.classes]),
        ],
      },
    ],
  };
  return {
    model: Buffer.from(JSON.stringify(description)),
    weights: Buffer.concat([...parts, bytesOf(weights), bytesOf(bias)]),
  };
}

/** The head and what it corrects as one, divided by the temperature. */
function scaled({ weights, bias, prior, temperature }: Head): {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
} {
  return {
    weights: weights.map((value, i) => (value + (prior?.weights[i] ?? 0)) / temperature),
    bias: bias.map((value, c) => (value + (prior?.bias[c] ?? 0)) / temperature),
  };
}

function weightOf(name: string, shape: readonly number[]): object {
  return { name, shape, dtype: 'float32' };
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
