import * as tf from '@tensorflow/tfjs';
import { IMAGE_CHANNELS, IMAGE_SIDE } from '../../config/image-shape';
import type { ExternalData } from '../../onnx/graph-builder';
import { VERSION_FILES } from '../../registry/version-files';
import type { FoldedNetwork } from '../network/folded-network';

const FLOAT_BYTES = 4;

/**
 * The network as a tfjs layers model: raw pixels (float32, [n, 32, 32, 3], 0-255) in, outputs
 * `[logits, features]`. Standard layers only, so any tfjs program can load it.
 */
export function toLayersModel(layers: FoldedNetwork): tf.LayersModel {
  const input = tf.input({ shape: [IMAGE_SIDE, IMAGE_SIDE, IMAGE_CHANNELS], name: 'images' });
  let x = input;
  let features = input;
  const taps: tf.SymbolicTensor[] = [];
  const weights = new Map<string, tf.Tensor[]>();
  for (const layer of layers) {
    const { name } = layer;
    switch (layer.kind) {
      case 'convolution': {
        const [height, width, , filters] = layer.shape;
        const { padding } = layer;
        x = tf.layers
          .conv2d({ name, filters, kernelSize: [height, width], padding })
          .apply(x) as tf.SymbolicTensor;
        weights.set(name, [tf.tensor4d(layer.filter, [...layer.shape]), tf.tensor1d(layer.bias)]);
        break;
      }
      case 'max-pool':
        x = tf.layers.maxPooling2d({ name, poolSize: layer.size }).apply(x) as tf.SymbolicTensor;
        break;
      case 'gelu':
        x = tf.layers.activation({ name, activation: 'gelu' }).apply(x) as tf.SymbolicTensor;
        break;
      case 'global-max-pool':
        x = tf.layers.globalMaxPooling2d({ name }).apply(x) as tf.SymbolicTensor;
        break;
      case 'average-tap': {
        // Its layer asks for an empty config, and types it as one.
        const average = tf.layers.globalAveragePooling2d({ name });
        taps.push(average.apply(x) as tf.SymbolicTensor);
        break;
      }
      case 'features':
        x = tf.layers.concatenate({ name }).apply([x, ...taps]) as tf.SymbolicTensor;
        features = x;
        break;
      case 'dense':
        x = tf.layers.dense({ name, units: layer.shape[1] }).apply(x) as tf.SymbolicTensor;
        weights.set(name, [tf.tensor2d(layer.weights, [...layer.shape]), tf.tensor1d(layer.bias)]);
        break;
    }
  }
  const model = tf.model({ name: 'classifier', inputs: input, outputs: [x, features] });
  for (const [name, tensors] of weights) {
    model.getLayer(name).setWeights(tensors);
    tf.dispose(tensors);
  }
  return model;
}

/** A saved layers model. */
export interface SerializedLayersModel {
  readonly files: { readonly 'model.json': Buffer; readonly 'weights.bin': Buffer };
  /** Where in `weights.bin` each weight lies, by its name: `<layer>/kernel`, `<layer>/bias`. */
  readonly places: ReadonlyMap<string, ExternalData>;
}

/** Serialises a layers model in tfjs' own format: topology and manifest, and the weights. */
export async function serializeLayersModel(model: tf.LayersModel): Promise<SerializedLayersModel> {
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      saved = artifacts;
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
      });
    }),
  );
  const { modelTopology, weightSpecs, weightData, ...about } = saved!;
  const { format, generatedBy, convertedBy } = about;
  const manifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  const description = {
    format,
    generatedBy,
    convertedBy,
    modelTopology,
    weightsManifest: manifest,
  };
  return {
    files: {
      'model.json': Buffer.from(JSON.stringify(description)),
      'weights.bin': Buffer.from(tf.io.CompositeArrayBuffer.join(weightData)),
    },
    places: placesOf(weightSpecs ?? []),
  };
}

/** The weights follow each other without gaps, in the order of the manifest. */
function placesOf(specs: readonly tf.io.WeightsManifestEntry[]): Map<string, ExternalData> {
  const places = new Map<string, ExternalData>();
  let offset = 0;
  for (const { name, shape } of specs) {
    const length = FLOAT_BYTES * shape.reduce((product, side) => product * side, 1);
    places.set(name, { location: VERSION_FILES.tfjsWeights, offset, length });
    offset += length;
  }
  return places;
}
