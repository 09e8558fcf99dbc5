import { z } from 'zod';

/** Red, green and blue, in the scale of 0-255. */
const colour = z.tuple([z.number(), z.number(), z.number()]);

/** The largest side of a network's input, in pixels; a batch of 16 such takes 50 MB. */
export const LARGEST_INPUT_SIDE = 1024;

const side = z.int().min(1).max(LARGEST_INPUT_SIDE);

/**
 * How a picture becomes the input of a network. Threads are always given uint8 [n, height, width, 3],
 * RGB; the graph itself does the rest, which is said here for those who run it elsewhere.
 */
export const inputSpecSchema = z.object({
  /** of the input, in pixels */
  width: side,
  height: side,
  /**
   * `stretch` changes the shape of the picture, `cover` fills the input and cuts off what is left over
   * on both sides, `contain` shows all of it with grey bars
   */
  fit: z.enum(['stretch', 'cover', 'contain']),
  /** share of the picture's sides that is looked at, around its centre, where the fit is `cover` */
  crop: z.number().gt(0).max(1),
  /** how pixels are averaged: `triangle` is what PIL calls bilinear, `cubic` its bicubic */
  kernel: z.enum(['triangle', 'cubic', 'lanczos']),
  /** order of the dimensions inside the network */
  layout: z.enum(['NHWC', 'NCHW']),
  /** subtracted from pixels inside the network, 0-255 */
  mean: colour,
  /** what the difference is divided by, 0-255 */
  deviation: colour,
});

export type InputSpec = Readonly<z.infer<typeof inputSpecSchema>>;

/** Values (bytes, as uint8) in one input. */
export function inputValues({ width, height }: Pick<InputSpec, 'width' | 'height'>): number {
  return width * height * 3;
}
