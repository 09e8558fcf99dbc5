import type { ClassChoice } from '../../store/jobs/job';
import type { EpochRecord } from '../checkpoint';
import type { NetworkSpecification } from '../network/specification';
import type { GateReport } from '../../registry/card';

/** What a retraining process is told, once. */
export interface RetrainTask {
  readonly mode: 'head' | 'full';
  /** Id of the job. */
  readonly job: string;
  /** The version in service: its graph is kept by `head`, and it is to be matched by both. */
  readonly baseVersion: string;
  /** Name of the version to make. */
  readonly name: string;
  readonly settings: {
    readonly epochs: number;
    readonly batchSize: number;
    readonly network: string;
    readonly recipe: string;
    /** Without it, those of the version in service. */
    readonly classes?: ClassChoice;
    /** Name of one in the folder of backbones; without it, that of the version in service. */
    readonly backbone?: string;
  };
  /** What the settings' network is. */
  readonly specification: NetworkSpecification;
  readonly folders: {
    readonly models: string;
    /** CIFAR-10, where it is on disk. */
    readonly data: string;
    readonly persistence: string;
    /** Where a `full` run keeps its checkpoint. */
    readonly run: string;
  };
  /** Accuracy on the known classes, 0-1, that may be lost. */
  readonly maxLossOfAccuracy: number;
  readonly producerVersion: string;
}

/** Where the work is. */
export interface RetrainProgress {
  readonly phase: string;
  readonly done: number;
  /** 0 while it is not known */
  readonly total: number;
  readonly epoch?: number;
  readonly epochs?: number;
  readonly etaSeconds?: number;
}

/** What a retraining process says. */
export type RetrainMessage =
  | { readonly kind: 'progress'; readonly progress: RetrainProgress }
  | { readonly kind: 'epoch'; readonly record: EpochRecord }
  | { readonly kind: 'log'; readonly line: string }
  | {
      readonly kind: 'done';
      readonly version: string;
      /** On pictures that it has not learned from; null where there were none. */
      readonly accuracy: number | null;
      readonly gate: GateReport;
    }
  | { readonly kind: 'failed'; readonly reason: string };

export type Say = (message: RetrainMessage) => void;
