import type { LayersModel, Tensor, Tensor2D } from '@tensorflow/tfjs';
import { inputValues } from '../config/input-spec';
import { loadTensorFlow } from '../tensorflow/load-backend';
import { readLayersModel } from '../tensorflow/read-layers-model';
import type { Neighbours } from '../registry/version';
import type { Engine, Network, NeighbourIndex } from './engine';
import { serveEngine } from './serve-engine';
import type { InputSize } from './thread-messages';

type TensorFlow = Awaited<ReturnType<typeof loadTensorFlow>>['tf'];

/**
 * TensorFlow.js over the layers model of a version: native where it loads, WebAssembly otherwise.
 * At most one thread of a process may do this at a time: tfjs-node is not safe in two.
 */
async function startTfjs(): Promise<Engine> {
  const { tf, description, reason } = await loadTensorFlow();
  // A thread that ends before any operation ran unloads libtensorflow, whose exit handler then
  // crashes the process when it ends: a model that does not load must not do that.
  tf.tidy(() => tf.square([0]).dataSync());
  return {
    name: description,
    reason,
    open: (file, input) => openNetwork(tf, file, input),
    index: (neighbours) => indexOf(tf, neighbours),
  };
}

async function openNetwork(
  tf: TensorFlow,
  file: string,
  { width, height }: InputSize,
): Promise<Network> {
  const values = inputValues({ width, height });
  const model: LayersModel = await tf.loadLayersModel(
    tf.io.fromMemory(await readLayersModel(file)),
  );
  return {
    async run(images) {
      const count = images.length / values;
      const features = tf.tidy(() => {
        const shape: [number, number, number, number] = [count, height, width, 3];
        const input = tf.tensor4d(Float32Array.from(images), shape);
        const [, output] = model.predict(input, { batchSize: count }) as Tensor[];
        if (output === undefined) throw new Error('the model does not give logits and features');
        return output;
      });
      return valuesOf(features);
    },
    release() {
      model.dispose();
      return Promise.resolve();
    },
  };
}

function indexOf(tf: TensorFlow, { features, count, width, k }: Neighbours): NeighbourIndex {
  const neighbours: Tensor2D = tf.tensor2d(features, [count, width]);
  return {
    similarities: (rows) =>
      valuesOf(
        tf.tidy(() => {
          const images = tf.tensor2d(rows, [rows.length / width, width]);
          const cosines = tf.matMul(images, neighbours, false, true);
          return tf.topk(cosines, k).values.slice([0, k - 1], [-1, 1]);
        }),
      ),
    release: () => neighbours.dispose(),
  };
}

/** The values of a float32 tensor, which is disposed of. */
async function valuesOf(tensor: Tensor): Promise<Float32Array> {
  try {
    return await tensor.data<'float32'>();
  } finally {
    tensor.dispose();
  }
}

void serveEngine(startTfjs);
