/** A decoded picture of any size. */
export interface Raster {
  /** uint8, [height, width, channels]; 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
}

/**
 * Grey to RGB, alpha flattened on white.
 *
 * @returns uint8, [height, width, 3]; the raster's own data where it is RGB already
 */
export function toRgb({ data, width, height, channels }: Raster): Uint8Array {
  if (channels === 3) return data;
  const pixels = width * height;
  const rgb = new Uint8Array(pixels * 3);
  const hasAlpha = channels === 2 || channels === 4;
  const colours = channels < 3 ? 1 : 3;
  for (let i = 0; i < pixels; i++) {
    const from = i * channels;
    const alpha = hasAlpha ? data[from + channels - 1]! : 255;
    for (let c = 0; c < 3; c++) {
      const value = data[from + (colours === 1 ? 0 : c)]!;
      rgb[i * 3 + c] = hasAlpha ? Math.round((value * alpha + 255 * (255 - alpha)) / 255) : value;
    }
  }
  return rgb;
}
