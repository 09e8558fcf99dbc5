import { IMAGE_VALUES } from '../config/image-shape';
import { softmaxRows } from '../evaluation/calibration';
import { withMirrorImages } from '../onnx/mirror-images';
import { openOnnxGraph } from '../onnx/run-graph';
import type { ModelVersion } from '../registry/version';

/** Finished versions that are asked for their opinion of the images of a training step. */
export interface Teachers {
  /**
   * @param images float32, [n, 32, 32, 3], 0-255
   * @returns probabilities, float32, [n, classes]: the mean over the teachers, and over each image
   *   and its mirror image
   */
  answer(images: Float32Array): Promise<Float32Array>;
  close(): Promise<void>;
}

const BATCH = 32;

/**
 * Opens the graphs of versions: int8 where there is one, for it costs an answer next to nothing.
 *
 * @param classNames that the pupil learns, in its order
 * @throws {Error} when a teacher knows other classes
 */
export async function openTeachers(
  versions: readonly ModelVersion[],
  classNames: readonly string[],
): Promise<Teachers> {
  for (const { name, card } of versions) {
    if (card.class_names.join('\n') !== classNames.join('\n')) {
      throw new Error(`${name} cannot teach: it knows other classes than are to be learned`);
    }
  }
  const graphs = await Promise.all(
    versions.map(({ onnxInt8File, onnxFile }) => openOnnxGraph(onnxInt8File ?? onnxFile)),
  );
  return {
    async answer(images) {
      const both = withMirrorImages(Uint8Array.from(images, Math.round));
      const mean = new Float32Array((images.length / IMAGE_VALUES) * classNames.length);
      for (const graph of graphs) {
        const { logits } = await graph.run(both, BATCH);
        const probabilities = softmaxRows(logits, classNames.length, 1);
        for (const [i, value] of probabilities.entries()) {
          mean[i % mean.length]! += value / (2 * graphs.length);
        }
      }
      return mean;
    },
    async close() {
      for (const graph of graphs) await graph.close();
    },
  };
}
