import type { InputSpec } from '../../config/input-spec';

/** How a tensor becomes [n, F]. */
export type Pooling =
  /** [n, F] stays, and of [n, F, 1, 1] and its like the ones are dropped. */
  | 'flatten'
  /** The average of [n, F, h, w] over its places. */
  | 'average-NCHW'
  /** The same of [n, h, w, F]. */
  | 'average-NHWC'
  /** [n, tokens, F]: the first. */
  | 'first-token';

export interface PooledTensor {
  readonly pooling: Pooling;
  /** F */
  readonly features: number;
}

/**
 * @param dims of the tensor, the batch first
 * @param layout of the network's input, which its maps have too where their sides do not tell
 * @returns undefined for a tensor that is not one or several vectors of each picture
 */
export function pooledTensor(
  dims: readonly number[],
  layout: InputSpec['layout'],
): PooledTensor | undefined {
  const [, second, third, fourth] = dims;
  switch (dims.length) {
    case 2:
      return { pooling: 'flatten', features: second! };
    case 3:
      return { pooling: second === 1 ? 'flatten' : 'first-token', features: third! };
    case 4: {
      if (third === 1 && fourth === 1) return { pooling: 'flatten', features: second! };
      if (second === 1 && third === 1) return { pooling: 'flatten', features: fourth! };
      const found = mapLayout(dims, layout);
      return found === 'NCHW'
        ? { pooling: 'average-NCHW', features: second! }
        : { pooling: 'average-NHWC', features: fourth! };
    }
    default:
      return undefined;
  }
}

/** Maps of square pictures are square. */
function mapLayout(
  [, second, third, fourth]: readonly number[],
  layout: InputSpec['layout'],
): InputSpec['layout'] {
  const couldBe = { NCHW: third === fourth, NHWC: second === third };
  if (couldBe.NCHW === couldBe.NHWC) return layout;
  return couldBe.NCHW ? 'NCHW' : 'NHWC';
}
