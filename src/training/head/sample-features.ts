import { IMAGE_CHANNELS, IMAGE_SIDE, IMAGE_VALUES } from '../../config/image-shape';
import type { LabelledSample } from '../../dataset/labelled-sample';
import type { OnnxGraph } from '../../onnx/run-graph';

/** What the graph makes of samples, as they are and mirrored. */
export interface SampleFeatures {
  /** float32, [n, features] */
  readonly plain: Float32Array;
  /** float32, [n, features] */
  readonly mirrored: Float32Array;
}

const CHUNK = 64;

/**
 * Runs samples and their mirror images through a graph, a few at a time.
 *
 * @throws the signal's reason when it aborts
 */
export async function sampleFeatures(
  graph: OnnxGraph,
  samples: readonly LabelledSample[],
  features: number,
  onProgress: (done: number) => void,
  signal?: AbortSignal,
): Promise<SampleFeatures> {
  const plain = new Float32Array(samples.length * features);
  const mirrored = new Float32Array(samples.length * features);
  for (let start = 0; start < samples.length; start += CHUNK) {
    signal?.throwIfAborted();
    const chunk = samples.slice(start, start + CHUNK);
    const images = new Uint8Array(2 * chunk.length * IMAGE_VALUES);
    for (const [i, { pixels }] of chunk.entries()) {
      images.set(pixels, i * IMAGE_VALUES);
      mirrorInto(images, (chunk.length + i) * IMAGE_VALUES, pixels);
    }
    const { features: rows } = await graph.run(images, 2 * CHUNK);
    plain.set(rows.subarray(0, chunk.length * features), start * features);
    mirrored.set(rows.subarray(chunk.length * features), start * features);
    onProgress(start + chunk.length);
  }
  return { plain, mirrored };
}

function mirrorInto(target: Uint8Array, at: number, pixels: Uint8Array): void {
  for (let y = 0; y < IMAGE_SIDE; y++) {
    for (let x = 0; x < IMAGE_SIDE; x++) {
      const from = (y * IMAGE_SIDE + IMAGE_SIDE - 1 - x) * IMAGE_CHANNELS;
      const to = at + (y * IMAGE_SIDE + x) * IMAGE_CHANNELS;
      for (let c = 0; c < IMAGE_CHANNELS; c++) target[to + c] = pixels[from + c]!;
    }
  }
}
