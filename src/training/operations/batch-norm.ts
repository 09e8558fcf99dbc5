import * as tf from '@tensorflow/tfjs';
import { floatType, isNative, nativeBackend, type Attribute } from './native-backend';

/** Running averages over the training batches, each float32 [channels]. */
export interface RunningStatistics {
  readonly mean: tf.Variable;
  readonly variance: tf.Variable;
}

export interface BatchNormOptions {
  readonly epsilon: number;
  /** Share of the old running average that an update keeps, 0-1 (as in Keras). */
  readonly momentum: number;
}

/**
 * Batch normalisation of a training batch (Ioffe & Szegedy, arXiv 1502.03167), which also updates
 * the running statistics. Runs as TensorFlow's fused kernel where the native backend is active, as
 * elementwise operations otherwise.
 *
 * @param x float32, [n, height, width, channels]
 * @param shift float32, [channels]
 * @param scale float32, [channels]; 1 where it is left out
 * @returns float32, shape of x
 */
export function batchNormTraining(
  x: tf.Tensor4D,
  shift: tf.Tensor1D,
  running: RunningStatistics,
  options: BatchNormOptions,
  scale?: tf.Tensor1D,
): tf.Tensor4D {
  return isNative()
    ? fusedBatchNorm(x, shift, running, options, scale)
    : composedBatchNorm(x, shift, running, options, scale);
}

/**
 * The same from elementwise operations, on any backend; the reference of the fused form.
 */
export function composedBatchNorm(
  x: tf.Tensor4D,
  shift: tf.Tensor1D,
  running: RunningStatistics,
  options: BatchNormOptions,
  scale?: tf.Tensor1D,
): tf.Tensor4D {
  const mean = x.mean([0, 1, 2]);
  const centred = x.sub(mean);
  const variance = centred.square().mean([0, 1, 2]);
  const count = x.size / x.shape[3];
  // The running variance is the unbiased one, as in TensorFlow's kernel and in PyTorch.
  updateRunning(running.mean, mean, options.momentum);
  updateRunning(running.variance, variance.mul(count / (count - 1)), options.momentum);
  const normalised = centred.mul<tf.Tensor4D>(variance.add(options.epsilon).rsqrt());
  return (scale === undefined ? normalised : normalised.mul(scale)).add(shift);
}

function updateRunning(variable: tf.Variable, batch: tf.Tensor, momentum: number): void {
  tf.tidy(() => variable.assign(variable.mul(momentum).add(batch.mul(1 - momentum))));
}

function fusedBatchNorm(
  x: tf.Tensor4D,
  shift: tf.Tensor1D,
  running: RunningStatistics,
  { epsilon, momentum }: BatchNormOptions,
  scale: tf.Tensor1D = tf.ones([x.shape[3]]),
): tf.Tensor4D {
  const backend = nativeBackend();
  const { binding } = backend;
  const attributes: readonly Attribute[] = [
    floatType(),
    floatType('U'),
    { name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: epsilon },
    { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
    { name: 'is_training', type: binding.TF_ATTR_BOOL, value: true },
  ];
  const operation = tf.customGrad((input, factor, offset, save) => {
    const outputs = backend.executeMultipleOutputs(
      'FusedBatchNormV3',
      [
        ...attributes,
        { name: 'exponential_avg_factor', type: binding.TF_ATTR_FLOAT, value: 1 - momentum },
      ],
      [
        input as tf.Tensor,
        factor as tf.Tensor,
        offset as tf.Tensor,
        running.mean,
        running.variance,
      ],
      6,
    ) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const [value, newMean, newVariance, ...reserved] = outputs;
    running.mean.assign(newMean);
    running.variance.assign(newVariance);
    (save as tf.GradSaveFunc)([input as tf.Tensor, factor as tf.Tensor, ...reserved]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [dx, dScale, dShift] = backend.executeMultipleOutputs(
        'FusedBatchNormGradV3',
        attributes,
        [dy, ...saved],
        5,
      ) as [tf.Tensor, tf.Tensor, tf.Tensor];
      return [dx, dScale, dShift];
    };
    return { value, gradFunc };
  });
  return operation(x, scale, shift) as tf.Tensor4D;
}
