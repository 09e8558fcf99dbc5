const CHANNELS = 3;

/**
 * @param images uint8, [n, height, width, 3]
 * @returns uint8, [2n, height, width, 3]: the images, then their mirror images
 */
export function withMirrorImages(images: Uint8Array, width: number): Uint8Array {
  const rowValues = width * CHANNELS;
  const both = new Uint8Array(2 * images.length);
  both.set(images);
  const rows = images.length / rowValues;
  for (let row = 0; row < rows; row++) {
    const from = row * rowValues;
    let to = images.length + from;
    for (let x = width - 1; x >= 0; x--) {
      for (let c = 0; c < CHANNELS; c++) both[to++] = images[from + x * CHANNELS + c]!;
    }
  }
  return both;
}
