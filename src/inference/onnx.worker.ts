import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { IMAGE_CHANNELS, IMAGE_SIDE, IMAGE_VALUES } from '../config/image-shape';
import type { Engine } from './engine';
import { serveEngine } from './serve-engine';

/**
 * ONNX Runtime on this thread alone: one worker a core beats one session of many threads, and both
 * together are slowest (measured). Its `run` blocks the thread (microsoft/onnxruntime issue 19611).
 */
async function loadOnnx(file: string): Promise<Engine> {
  const session = await InferenceSession.create(file, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
  });
  return {
    name: `onnxruntime-node ${env.versions.node ?? 'of unknown version'}`,
    async run(images) {
      const shape = [images.length / IMAGE_VALUES, IMAGE_SIDE, IMAGE_SIDE, IMAGE_CHANNELS];
      const { logits, features } = await session.run({
        images: new Tensor('uint8', images, shape),
      });
      return { logits: floats(logits, 'logits'), features: floats(features, 'features') };
    },
  };
}

function floats(tensor: Tensor | undefined, name: string): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new Error(`the graph has no float32 output called ${name}`);
}

void serveEngine(loadOnnx);
