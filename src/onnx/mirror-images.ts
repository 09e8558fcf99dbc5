import { IMAGE_CHANNELS, IMAGE_SIDE } from '../config/image-shape';

/**
 * @param images uint8, [n, 32, 32, 3]
 * @returns uint8, [2n, 32, 32, 3]: the images, then their mirror images
 */
export function withMirrorImages(images: Uint8Array): Uint8Array {
  const both = new Uint8Array(2 * images.length);
  both.set(images);
  const rows = images.length / (IMAGE_SIDE * IMAGE_CHANNELS);
  for (let row = 0; row < rows; row++) {
    const from = row * IMAGE_SIDE * IMAGE_CHANNELS;
    let to = images.length + from;
    for (let x = IMAGE_SIDE - 1; x >= 0; x--) {
      for (let c = 0; c < IMAGE_CHANNELS; c++) both[to++] = images[from + x * IMAGE_CHANNELS + c]!;
    }
  }
  return both;
}
