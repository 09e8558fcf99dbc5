import { withMirrorImages } from '../onnx/mirror-images';
import type { Engine, Network } from './engine';

/**
 * The same engine, looking at each image twice: as it is, and mirrored left to right. An image then
 * has the mean of the features of both, and so, where its head is linear, the mean of their logits.
 * Twice the work, for a few mistakes less (test-time augmentation, as in arXiv 2404.00498).
 */
export function withMirroredView(engine: Engine): Engine {
  return {
    ...engine,
    open: async (file, input) => mirrored(await engine.open(file, input), input.width),
  };
}

function mirrored(network: Network, width: number): Network {
  return {
    async run(images) {
      const features = await network.run(withMirrorImages(images, width));
      const half = features.length / 2;
      return features.subarray(0, half).map((value, i) => (value + features[half + i]!) / 2);
    },
    release: () => network.release(),
  };
}
