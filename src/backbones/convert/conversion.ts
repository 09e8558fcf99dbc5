import type { GraphOptions } from '../onnx/build-graph';
import type { BackboneCard } from '../card';
import type { BackboneProblem } from '../backbone-error';
import type { TeachableMachine } from '../teachable-machine/teachable-machine';

/** A network to make a backbone of: ONNX, or the zip of a Teachable Machine export. Files, because messages of a hundred megabytes take seconds. */
export interface ConversionTask {
  /** Path of the network. */
  readonly file: string;
  readonly options: GraphOptions;
  /** A folder of its own, into which the graphs go. */
  readonly into: string;
}

/** What became of it; its graphs lie in the task's folder, named as in `BACKBONE_FILES`. */
export interface Conversion extends Pick<
  BackboneCard,
  'input' | 'features' | 'pooled' | 'parameters' | 'notes' | 'int8'
> {
  /** SHA-256 of the file that it was made of, in hexadecimal. */
  readonly sha256: string;
  /** Where the file is a Teachable Machine export: its classes, and its head on the features. */
  readonly teachableMachine: Pick<TeachableMachine, 'classNames' | 'head'> | null;
}

export type ConversionMessage =
  | { readonly kind: 'done'; readonly conversion: Conversion }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      readonly problem: BackboneProblem;
      /** What brought it about, for the log. */
      readonly detail: string | undefined;
    }
  /** A fault of this program: the reason is a stack. */
  | { readonly kind: 'fault'; readonly reason: string };
