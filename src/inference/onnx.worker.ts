import { inputValues } from '../config/input-spec';
import { env, InferenceSession, Tensor } from '../onnx/runtime';
import type { Engine, Network } from './engine';
import { OnnxNeighbourSearch } from './onnx-neighbour-search';
import { SINGLE_THREAD } from './onnx-session-options';
import { serveEngine } from './serve-engine';
import type { InputSize } from './thread-messages';

/**
 * ONNX Runtime on this thread alone. Its `run` blocks the thread (microsoft/onnxruntime issue
 * 19611).
 */
async function startOnnx(): Promise<Engine> {
  const search = await OnnxNeighbourSearch.create();
  return {
    name: `onnxruntime-node ${env.versions.node ?? 'of unknown version'}`,
    open: openNetwork,
    index: (neighbours) => search.index(neighbours),
  };
}

async function openNetwork(file: string, { width, height }: InputSize): Promise<Network> {
  const values = inputValues({ width, height });
  const session = await InferenceSession.create(file, SINGLE_THREAD);
  return {
    async run(images) {
      const shape = [images.length / values, height, width, 3];
      const feeds = { images: new Tensor('uint8', images, shape) };
      const { features } = await session.run(feeds, ['features']);
      if (features?.data instanceof Float32Array) return features.data;
      throw new Error('the graph has no float32 output called features');
    },
    // 25 MB of a session are never freed otherwise (measured).
    release: () => session.release(),
  };
}

void serveEngine(startOnnx);
