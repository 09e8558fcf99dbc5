import { IMAGE_SIDE, IMAGE_VALUES } from '../../config/image-shape';
import type { LabelledSample } from '../../dataset/labelled-sample';
import { withMirrorImages } from '../../onnx/mirror-images';
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
    const images = new Uint8Array(chunk.length * IMAGE_VALUES);
    for (const [i, { pixels }] of chunk.entries()) images.set(pixels, i * IMAGE_VALUES);
    const { features: rows } = await graph.run(withMirrorImages(images, IMAGE_SIDE), 2 * CHUNK);
    plain.set(rows.subarray(0, chunk.length * features), start * features);
    mirrored.set(rows.subarray(chunk.length * features), start * features);
    onProgress(start + chunk.length);
  }
  return { plain, mirrored };
}
