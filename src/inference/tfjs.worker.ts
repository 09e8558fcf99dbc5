import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { io, LayersModel, Tensor } from '@tensorflow/tfjs';
import { IMAGE_CHANNELS, IMAGE_SIDE, IMAGE_VALUES } from '../config/image-shape';
import { loadTensorFlow } from '../tensorflow/load-backend';
import type { Engine } from './engine';
import { serveEngine } from './serve-engine';

/**
 * TensorFlow.js over the layers model of a version: native where it loads, WebAssembly otherwise.
 * At most one thread of a process may do this at a time: tfjs-node is not safe in two.
 */
async function loadTfjs(file: string): Promise<Engine> {
  const artifacts = await readModel(file);
  const { tf, description, reason } = await loadTensorFlow();
  // A thread that ends before any operation ran unloads libtensorflow, whose exit handler then
  // crashes the process when it ends: a model that does not load must not do that.
  tf.tidy(() => tf.square([0]).dataSync());
  const model: LayersModel = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
  return {
    name: description,
    reason,
    async run(images) {
      const count = images.length / IMAGE_VALUES;
      const [logits, features] = tf.tidy(() => {
        const shape: [number, number, number, number] = [
          count,
          IMAGE_SIDE,
          IMAGE_SIDE,
          IMAGE_CHANNELS,
        ];
        const input = tf.tensor4d(Float32Array.from(images), shape);
        return model.predict(input, { batchSize: count }) as Tensor[];
      });
      if (logits === undefined || features === undefined) {
        throw new Error('the model does not give logits and features');
      }
      try {
        return {
          logits: await logits.data<'float32'>(),
          features: await features.data<'float32'>(),
        };
      } finally {
        tf.dispose([logits, features]);
      }
    },
  };
}

/** Reads `model.json` and the weights beside it; tfjs itself reads files only where it is native. */
async function readModel(file: string): Promise<io.ModelArtifacts> {
  const model = JSON.parse(await readFile(file, 'utf8')) as io.ModelJSON;
  const groups = model.weightsManifest;
  const shards = await Promise.all(
    groups
      .flatMap(({ paths }) => paths)
      .map((name) => readFile(path.join(path.dirname(file), path.basename(name)))),
  );
  return {
    modelTopology: model.modelTopology,
    weightSpecs: groups.flatMap(({ weights }) => weights),
    weightData: Uint8Array.from(Buffer.concat(shards)).buffer,
  };
}

void serveEngine(loadTfjs);
