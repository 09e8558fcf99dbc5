import type * as tf from '@tensorflow/tfjs';
import {
  batchNormTraining,
  composedBatchNorm,
  type BatchNormOptions,
  type RunningStatistics,
} from './batch-norm';
import { composedGelu, gelu } from './gelu';
import { composedMaxPoolHalf, maxPoolHalf } from './max-pool';

/** What a network is made of besides convolutions. */
export interface Operations {
  readonly batchNorm: (
    x: tf.Tensor4D,
    shift: tf.Tensor1D,
    running: RunningStatistics,
    options: BatchNormOptions,
    scale?: tf.Tensor1D,
  ) => tf.Tensor4D;
  readonly gelu: (x: tf.Tensor4D) => tf.Tensor4D;
  readonly maxPoolHalf: (x: tf.Tensor4D) => tf.Tensor4D;
}

/** The fastest form of each that the active backend has. */
export const FUSED_OPERATIONS: Operations = { batchNorm: batchNormTraining, gelu, maxPoolHalf };

/** The same out of TensorFlow.js' own operations: what the fused ones are checked and measured against. */
export const COMPOSED_OPERATIONS: Operations = {
  batchNorm: composedBatchNorm,
  gelu: composedGelu,
  maxPoolHalf: composedMaxPoolHalf,
};
