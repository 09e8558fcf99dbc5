import { CIFAR10_INPUT } from '../../config/cifar10';
import { openOnnxGraph } from '../../onnx/run-graph';
import type { ModelVersion } from '../../registry/version';
import { NoEvaluationDataError } from './errors';
import type { ImageSet, LabelledFeatures } from './image-set';

const BATCH = 100;

export interface PixelImages {
  readonly description: string;
  /** uint8, [n, 32, 32, 3], RGB */
  readonly images: Uint8Array;
  /** [n]: index into `labelNames` */
  readonly labels: Uint16Array;
  readonly labelNames: readonly string[];
  readonly identity: string;
}

/**
 * Images as pixels, which the float32 graph of each version is run on. A network that takes larger
 * pictures is not judged on them.
 */
export function graphSet({ description, images, ...labelled }: PixelImages): ImageSet {
  const known = new Map<string, Promise<Float32Array>>();
  return {
    description,
    unknownLabels: 'unusable',
    async featuresOf(version): Promise<LabelledFeatures> {
      const { width, height } = version.card.input;
      if (width !== CIFAR10_INPUT.width || height !== CIFAR10_INPUT.height) {
        throw new NoEvaluationDataError(
          `${version.name} looks at pictures of ${width}×${height} pixels, and these images have ${CIFAR10_INPUT.width}×${CIFAR10_INPUT.height}. Judge it on labelled pictures.`,
        );
      }
      const features = known.get(version.graphId) ?? run(version, images);
      known.set(version.graphId, features);
      return { ...labelled, features: await features };
    },
  };
}

/** On one thread: predictions need the others. */
async function run(version: ModelVersion, images: Uint8Array): Promise<Float32Array> {
  const graph = await openOnnxGraph(version.onnxFile, 1);
  try {
    return (await graph.run(images, BATCH)).features;
  } finally {
    await graph.close();
  }
}
