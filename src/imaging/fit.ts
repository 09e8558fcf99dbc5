import type { Sharp } from 'sharp';
import type { InputSpec } from '../config/input-spec';
import { sharp } from './configured-sharp';
import { BAR_GREY, coverSize } from './fitting-sizes';

/** What sharp calls our kernels. */
const KERNELS = { triangle: 'linear', cubic: 'cubic', lanczos: 'lanczos3' } as const;

/**
 * Has libvips fit a picture to a network's input. Nothing is cut out before it is made smaller: that
 * would keep libvips from decoding large JPEGs at a fraction of their size.
 *
 * @returns the picture at the size of the input
 */
export function fitBySharp(image: Sharp, input: InputSpec): Sharp {
  const { width, height } = input;
  const kernel = KERNELS[input.kernel];
  switch (input.fit) {
    case 'stretch':
      return image.resize(width, height, { fit: 'fill', kernel });
    case 'contain': {
      const background = { r: BAR_GREY, g: BAR_GREY, b: BAR_GREY };
      return image.resize(width, height, { fit: 'contain', kernel, background });
    }
    case 'cover': {
      const around = coverSize(input);
      const filled = image.resize(around.width, around.height, { fit: 'cover', kernel });
      if (around.width === width && around.height === height) return filled;
      return filled.extract({
        left: Math.floor((around.width - width) / 2),
        top: Math.floor((around.height - height) / 2),
        width,
        height,
      });
    }
  }
}

/**
 * The same of pixels, on libvips' threads.
 *
 * @param rgb uint8, [height, width, 3]
 * @returns uint8, [input.height, input.width, 3], in its own ArrayBuffer
 */
export async function fitPixels(
  rgb: Uint8Array,
  width: number,
  height: number,
  input: InputSpec,
): Promise<Uint8Array> {
  const image = sharp(rgb, { raw: { width, height, channels: 3 } });
  return new Uint8Array(await fitBySharp(image, input).raw({ depth: 'uchar' }).toBuffer());
}
