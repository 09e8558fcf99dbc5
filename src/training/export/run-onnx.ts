import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { IMAGE_CHANNELS, IMAGE_SIDE, IMAGE_VALUES } from '../../config/image-shape';
import type { Outputs } from '../network/collect-outputs';

/** An ONNX graph in ONNX Runtime, on the calling thread. */
export interface OnnxGraph {
  /** @param images uint8, [n, 32, 32, 3], RGB */
  run(images: Uint8Array, batchSize: number): Promise<Outputs>;
  close(): Promise<void>;
}

/** @throws {Error} from ONNX Runtime when the graph cannot be loaded */
export async function openOnnxGraph(file: string): Promise<OnnxGraph> {
  const session = await InferenceSession.create(file, { logSeverityLevel: 3 });
  return {
    async run(images, batchSize) {
      const parts: Outputs[] = [];
      for (let start = 0; start < images.length; start += batchSize * IMAGE_VALUES) {
        const batch = images.slice(start, start + batchSize * IMAGE_VALUES);
        const shape = [batch.length / IMAGE_VALUES, IMAGE_SIDE, IMAGE_SIDE, IMAGE_CHANNELS];
        const { logits, features } = await session.run({
          images: new Tensor('uint8', batch, shape),
        });
        parts.push({
          logits: logits!.data as Float32Array,
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

/**
 * Runs a task on a graph that is not in a version yet.
 *
 * @param files the graph and the files it refers to, by name
 * @param name which of them is the graph
 */
export async function withOnnxGraph<T>(
  files: Readonly<Record<string, Uint8Array>>,
  name: string,
  task: (graph: OnnxGraph) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'graph-'));
  try {
    for (const [file, bytes] of Object.entries(files)) {
      await writeFile(path.join(folder, file), bytes);
    }
    const graph = await openOnnxGraph(path.join(folder, name));
    try {
      return await task(graph);
    } finally {
      await graph.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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
