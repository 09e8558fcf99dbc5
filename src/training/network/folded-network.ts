/** A layer of the network as it is served: no batch norm, no constants left to multiply by. */
export type FoldedLayer =
  | {
      readonly kind: 'convolution';
      readonly name: string;
      /** float32, HWIO */
      readonly filter: Float32Array;
      readonly shape: readonly [height: number, width: number, inputs: number, outputs: number];
      /** float32, [outputs] */
      readonly bias: Float32Array;
      readonly padding: 'valid' | 'same';
    }
  | { readonly kind: 'max-pool'; readonly name: string; readonly size: number }
  | { readonly kind: 'gelu'; readonly name: string }
  /** Hands its input on; its mean over all positions becomes part of the features. */
  | { readonly kind: 'average-tap'; readonly name: string }
  | { readonly kind: 'global-max-pool'; readonly name: string }
  /** Appends what was tapped to its input. */
  | { readonly kind: 'features'; readonly name: string }
  | {
      readonly kind: 'dense';
      readonly name: string;
      /** float32, [inputs, outputs] */
      readonly weights: Float32Array;
      readonly shape: readonly [inputs: number, outputs: number];
      /** float32, [outputs] */
      readonly bias: Float32Array;
    };

/** Raw pixels (float32, [n, 32, 32, 3], 0-255) in; the last layer gives the logits, the one before it the features. */
export type FoldedNetwork = readonly FoldedLayer[];
