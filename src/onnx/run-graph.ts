import { CIFAR10_INPUT } from '../config/cifar10';
import { inputValues, type InputSpec } from '../config/input-spec';
import { InferenceSession, Tensor } from './runtime';

/** What a graph makes of n images. */
export interface GraphOutputs {
  /** float32, [n, classes]; empty where the graph has no such output */
  readonly logits: Float32Array;
  /** float32, [n, features] */
  readonly features: Float32Array;
}

/** An ONNX graph in ONNX Runtime, on the calling thread. */
export interface OnnxGraph {
  /** @param images uint8, [n, height, width, 3], RGB */
  run(images: Uint8Array, batchSize: number): Promise<GraphOutputs>;
  close(): Promise<void>;
}

/**
 * @param threads that a run may use; 0 means one for each core
 * @param input size of the images
 * @throws {Error} from ONNX Runtime when the graph cannot be loaded
 */
export async function openOnnxGraph(
  file: string,
  threads = 0,
  { width, height }: Pick<InputSpec, 'width' | 'height'> = CIFAR10_INPUT,
): Promise<OnnxGraph> {
  const values = inputValues({ width, height });
  const session = await InferenceSession.create(file, {
    logSeverityLevel: 3,
    intraOpNumThreads: threads,
  });
  return {
    async run(images, batchSize) {
      const parts: GraphOutputs[] = [];
      for (let start = 0; start < images.length; start += batchSize * values) {
        const batch = images.slice(start, start + batchSize * values);
        const shape = [batch.length / values, height, width, 3];
        const { logits, features } = await session.run({
          images: new Tensor('uint8', batch, shape),
        });
        parts.push({
          logits: (logits?.data ?? new Float32Array()) as Float32Array,
          features: features!.data as Float32Array,
        });
      }
      return {
        logits: joined(parts.map(({ logits }) => logits)),
        features: joined(parts.map(({ features }) => features)),
      };
    },
    close: () => session.release(),
  };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
