import * as tf from '@tensorflow/tfjs';

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
 * Batch normalisation of a training batch with the scale fixed at 1 (Ioffe & Szegedy, arXiv
 * 1502.03167), which also updates the running statistics. Runs as TensorFlow's fused kernel
 * where the native backend is active, as elementwise operations otherwise.
 *
 * @param x float32, [n, height, width, channels]
 * @param shift float32, [channels]
 * @returns float32, shape of x
 */
export function batchNormTraining(
  x: tf.Tensor4D,
  shift: tf.Tensor1D,
  running: RunningStatistics,
  options: BatchNormOptions,
): tf.Tensor4D {
  return tf.getBackend() === 'tensorflow'
    ? fusedBatchNorm(x, shift, running, options)
    : composedBatchNorm(x, shift, running, options);
}

/**
 * The same from elementwise operations, on any backend; the reference of the fused form.
 */
export function composedBatchNorm(
  x: tf.Tensor4D,
  shift: tf.Tensor1D,
  running: RunningStatistics,
  options: BatchNormOptions,
): tf.Tensor4D {
  const mean = x.mean([0, 1, 2]);
  const centred = x.sub(mean);
  const variance = centred.square().mean([0, 1, 2]);
  const count = x.size / x.shape[3];
  // The running variance is the unbiased one, as in TensorFlow's kernel and in PyTorch.
  updateRunning(running.mean, mean, options.momentum);
  updateRunning(running.variance, variance.mul(count / (count - 1)), options.momentum);
  return centred.mul(variance.add(options.epsilon).rsqrt()).add(shift);
}

function updateRunning(variable: tf.Variable, batch: tf.Tensor, momentum: number): void {
  tf.tidy(() => variable.assign(variable.mul(momentum).add(batch.mul(1 - momentum))));
}

/** What the native backend offers beyond tfjs' own operations. */
interface NativeBackend {
  readonly binding: Readonly<
    Record<`TF_ATTR_${'FLOAT' | 'STRING' | 'BOOL' | 'TYPE'}` | 'TF_FLOAT', number>
  >;
  executeMultipleOutputs(
    operation: string,
    attributes: readonly Attribute[],
    inputs: readonly tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
}

interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | string | boolean;
}

function fusedBatchNorm(
  x: tf.Tensor4D,
  shift: tf.Tensor1D,
  running: RunningStatistics,
  { epsilon, momentum }: BatchNormOptions,
): tf.Tensor4D {
  const backend = tf.backend() as unknown as NativeBackend;
  const { binding } = backend;
  const attributes: readonly Attribute[] = [
    { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: 'U', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: epsilon },
    { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
    { name: 'is_training', type: binding.TF_ATTR_BOOL, value: true },
  ];
  const operation = tf.customGrad((input, offset, save) => {
    const scale = tf.ones([x.shape[3]]);
    const outputs = backend.executeMultipleOutputs(
      'FusedBatchNormV3',
      [
        ...attributes,
        { name: 'exponential_avg_factor', type: binding.TF_ATTR_FLOAT, value: 1 - momentum },
      ],
      [input as tf.Tensor, scale, offset as tf.Tensor, running.mean, running.variance],
      6,
    ) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const [value, newMean, newVariance, ...reserved] = outputs;
    running.mean.assign(newMean);
    running.variance.assign(newVariance);
    (save as tf.GradSaveFunc)([input as tf.Tensor, scale, ...reserved]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [dx, , dShift] = backend.executeMultipleOutputs(
        'FusedBatchNormGradV3',
        attributes,
        [dy, ...saved],
        5,
      ) as [tf.Tensor, tf.Tensor, tf.Tensor];
      return [dx, dShift];
    };
    return { value, gradFunc };
  });
  return operation(x, shift) as tf.Tensor4D;
}
