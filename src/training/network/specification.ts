import { z } from 'zod';
import { IMAGE_SIDE } from '../../config/image-shape';

/**
 * A network of the airbench family (Keller Jordan, arXiv 2404.00498): a fixed 2×2 whitening
 * convolution, three blocks of two 3×3 convolutions, global max pooling and a linear head.
 */
export interface NetworkSpecification {
  readonly name: string;
  /** Channels of each block. */
  readonly widths: readonly [number, number, number];
}

/** Channels beyond it are a slip of the finger: a layer would have millions of weights. */
const MAX_WIDTH = 2048;

/** A specification that comes from a file. */
export const networkSpecificationSchema = z.strictObject({
  /** begins the name of its versions, and names the folder of its runs */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be lower-case letters, digits and -'),
  widths: z.tuple([width(), width(), width()]),
});

export const NETWORKS = {
  standard: { name: 'standard', widths: [64, 256, 256] },
  small: { name: 'small', widths: [64, 128, 128] },
} as const satisfies Record<string, NetworkSpecification>;

export type NetworkName = keyof typeof NETWORKS;

/** Height and width of a whitening patch. */
export const WHITENING_SIDE = 2;
/** Outputs of the whitening convolution: each of the 12 directions of a 2×2×3 patch, and its negative. */
export const WHITENING_CHANNELS = 24;
/** Height and width after the whitening convolution (VALID). */
export const WHITENED_SIDE = IMAGE_SIDE - WHITENING_SIDE + 1;
export const EPSILON = 1e-12;
/** The head's output is multiplied by it, which keeps early logits small. */
export const HEAD_SCALE = 1 / 9;

function width(): z.ZodInt {
  return z.int().min(1).max(MAX_WIDTH);
}
