/** What a picture looks like, whatever it shows; the order of {@link pixelStatistics}. */
export const PIXEL_STATISTICS = [
  'brightness',
  'contrast',
  'red_green',
  'yellow_blue',
  'colourfulness',
  'sharpness',
] as const;

export type PixelStatistic = (typeof PIXEL_STATISTICS)[number];

/** Pixels that are looked at in a picture: more of them tell little more, and cost more. */
const LOOKED_AT = 256;

/**
 * Brightness (mean luma), contrast (its standard deviation), the mean of red less green and of
 * yellow less blue, colourfulness (mean distance from grey in these two) and sharpness (mean step of
 * the luma from a pixel to its right and lower neighbour). Large pictures are sampled on a grid.
 *
 * @param pixels uint8, [height, width, 3], RGB, 0-255
 * @returns float64, [6], in the order of {@link PIXEL_STATISTICS}, in units of the full range, 0-1
 */
export function pixelStatistics(pixels: Uint8Array, width: number, height: number): Float64Array {
  const stride = Math.max(1, Math.floor(Math.sqrt((width * height) / LOOKED_AT)));
  const row = width * 3;
  let count = 0;
  let steps = 0;
  let edges = 0;
  let luma = 0;
  let squares = 0;
  let redGreen = 0;
  let yellowBlue = 0;
  let colour = 0;
  for (let y = 0; y < height; y += stride) {
    for (let x = 0; x < width; x += stride) {
      const at = y * row + x * 3;
      const red = pixels[at]!;
      const green = pixels[at + 1]!;
      const blue = pixels[at + 2]!;
      const own = 0.299 * red + 0.587 * green + 0.114 * blue;
      const rg = red - green;
      const yb = (red + green) / 2 - blue;
      luma += own;
      squares += own * own;
      redGreen += rg;
      yellowBlue += yb;
      colour += Math.sqrt(rg * rg + yb * yb);
      count += 1;
      if (x + 1 < width && y + 1 < height) {
        edges += Math.abs(lumaAt(pixels, at + 3) - own) + Math.abs(lumaAt(pixels, at + row) - own);
        steps += 2;
      }
    }
  }
  const brightness = luma / count;
  const contrast = Math.sqrt(Math.max(0, squares / count - brightness * brightness));
  const sharpness = steps === 0 ? 0 : edges / steps;
  return Float64Array.of(
    brightness / 255,
    contrast / 255,
    redGreen / count / 255,
    yellowBlue / count / 255,
    colour / count / 255,
    sharpness / 255,
  );
}

/** Luma as ITU-R BT.601 weighs it, 0-255. */
function lumaAt(pixels: Uint8Array, at: number): number {
  return 0.299 * pixels[at]! + 0.587 * pixels[at + 1]! + 0.114 * pixels[at + 2]!;
}

/**
 * The statistics of pictures that lie one behind the other, from the first on.
 *
 * @param images uint8, [n, height, width, 3]
 * @param most pictures that are looked at
 * @returns float32, [at most `most`, 6]
 */
export function pixelStatisticsOf(
  images: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  most: number,
): Float32Array {
  const values = width * height * 3;
  const count = Math.min(most, images.length / values);
  const rows = new Float32Array(count * PIXEL_STATISTICS.length);
  for (let i = 0; i < count; i++) {
    const pixels = images.subarray(i * values, (i + 1) * values);
    rows.set(pixelStatistics(pixels, width, height), i * PIXEL_STATISTICS.length);
  }
  return rows;
}
