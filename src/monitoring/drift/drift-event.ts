import type { Signal } from './reference';

/** Something that an operator should hear of. */
export interface DriftEvent {
  readonly kind: 'drift.started' | 'drift.ended';
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly modelVersion: string;
  /** What looks different, or has looked different until now. */
  readonly signals: readonly Signal[];
  /** What people are told. */
  readonly explanation: string;
}

export type DriftListener = (event: DriftEvent) => void;
