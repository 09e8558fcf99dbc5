import { IMAGE_SIDE, IMAGE_VALUES } from '../../config/image-shape';
import { softmaxRows } from '../../evaluation/calibration';
import { withMirrorImages } from '../../onnx/mirror-images';
import { openOnnxGraph } from '../../onnx/run-graph';
import type { ModelVersion } from '../../registry/version';

/**
 * The graphs of finished versions that are to teach: int8 where there is one, which costs an answer
 * a third.
 *
 * @param classNames that the pupil learns, in its order
 * @throws {Error} when a version knows other classes
 */
export function teacherGraphs(
  versions: readonly ModelVersion[],
  classNames: readonly string[],
): string[] {
  return versions.map(({ name, card, onnxInt8File, onnxFile }) => {
    if (card.class_names.join('\n') !== classNames.join('\n')) {
      throw new Error(`${name} cannot teach: it knows other classes than are to be learned`);
    }
    return onnxInt8File ?? onnxFile;
  });
}

/** Finished networks that are asked for their opinion of the images of a training step. */
export interface Teachers {
  /**
   * @param images float32, [n, 32, 32, 3], 0-255
   * @returns probabilities, float32, [n, classes]: the mean over the teachers, and over each image
   *   and its mirror image
   */
  answer(images: Float32Array): Promise<Float32Array>;
}

const BATCH = 32;

/** @param files ONNX graphs, at least one; each runs on the calling thread alone */
export async function openTeachers(files: readonly string[]): Promise<Teachers> {
  const graphs = await Promise.all(files.map((file) => openOnnxGraph(file, 1)));
  return {
    async answer(images) {
      const count = images.length / IMAGE_VALUES;
      const both = withMirrorImages(
        new Uint8Array(new Uint8ClampedArray(images).buffer),
        IMAGE_SIDE,
      );
      const answers = await Promise.all(
        graphs.map(async (graph) => {
          const { logits } = await graph.run(both, BATCH);
          return softmaxRows(logits, logits.length / (2 * count), 1);
        }),
      );
      const mean = new Float32Array(answers[0]!.length / 2);
      for (const probabilities of answers) {
        for (let i = 0; i < probabilities.length; i++) {
          mean[i % mean.length]! += probabilities[i]! / (2 * graphs.length);
        }
      }
      return mean;
    },
  };
}
