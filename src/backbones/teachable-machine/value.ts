import type { Convolution, Pads } from './convolution';

/** What flows between layers, for each picture: a map, or a row of numbers. */
export type Shape =
  | {
      readonly kind: 'map';
      readonly height: number;
      readonly width: number;
      readonly channels: number;
    }
  | { readonly kind: 'row'; readonly width: number };

/**
 * The output of a layer. Nodes are written when somebody needs them: what another layer takes into
 * itself, such as zeros around a map, is not written at all.
 */
export class Value {
  readonly shape: Shape;
  /** Of which this is the plain result. */
  readonly convolution: { readonly of: Value; readonly with: Convolution } | undefined;
  /** Of which this is the map with zeros around it. */
  readonly padding: { readonly of: Value; readonly pads: Pads } | undefined;
  readonly #write: () => string;
  #name: string | undefined;

  constructor(
    shape: Shape,
    write: () => string,
    { convolution, padding }: Partial<Pick<Value, 'convolution' | 'padding'>> = {},
  ) {
    this.shape = shape;
    this.#write = write;
    this.convolution = convolution;
    this.padding = padding;
  }

  /** Writes the nodes that make it, once; the name of the tensor, [n, channels, height, width]. */
  get name(): string {
    this.#name ??= this.#write();
    return this.#name;
  }
}
