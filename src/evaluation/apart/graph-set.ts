import { openOnnxGraph } from '../../onnx/run-graph';
import type { ModelVersion } from '../../registry/version';
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

/** Images as pixels, which the float32 graph of each version is run on. */
export function graphSet({ description, images, ...labelled }: PixelImages): ImageSet {
  const known = new Map<string, Promise<Float32Array>>();
  return {
    description,
    async featuresOf(version): Promise<LabelledFeatures> {
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
