import * as tf from '@tensorflow/tfjs';
import {
  floatType,
  isNative,
  nativeBackend,
  type Attribute,
} from '../../src/training/operations/native-backend';

const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const EPSILON = 1e-7;

/** The optimiser Adam (Kingma & Ba, arXiv 1412.6980) of some parameters. */
export interface Adam {
  /** @param gradients in the order of the parameters */
  apply(gradients: readonly tf.Tensor[]): void;
  dispose(): void;
}

/** TensorFlow.js' own, which calls some ten kernels for each parameter. */
export function composedAdam(parameters: readonly tf.Variable[], learningRate: number): Adam {
  const adam = tf.train.adam(learningRate);
  return {
    apply(gradients) {
      adam.applyGradients(parameters.map(({ name }, i) => ({ name, tensor: gradients[i]! })));
    },
    dispose: () => adam.dispose(),
  };
}

/**
 * The same numbers by TensorFlow's kernel for it, which passes over a parameter once, where the
 * native backend is active. The kernel changes variables of TensorFlow's, which TensorFlow.js does
 * not know: they live here, and the parameters share their memory between two steps.
 */
export function fusedAdam(parameters: readonly tf.Variable[], learningRate: number): Adam {
  if (!isNative()) return composedAdam(parameters, learningRate);
  const places = parameters.map((parameter) => ({
    value: nativeVariable(() => parameter.clone()),
    first: nativeVariable(() => tf.zerosLike(parameter)),
    second: nativeVariable(() => tf.zerosLike(parameter)),
    nothing: tf.zeros(parameter.shape),
  }));
  let step = 0;
  return {
    apply(gradients) {
      step++;
      const correction = Math.sqrt(1 - SECOND_DECAY ** step);
      tf.tidy(() => {
        const numbers = [
          FIRST_DECAY ** step,
          SECOND_DECAY ** step,
          learningRate,
          FIRST_DECAY,
          SECOND_DECAY,
          // The kernel adds it before the second moment is corrected, TensorFlow.js after.
          EPSILON * correction,
        ].map((value) => tf.scalar(value));
        for (const [i, parameter] of parameters.entries()) {
          const { value, first, second, nothing } = places[i]!;
          // What somebody else holds, the kernel would copy.
          parameter.assign(nothing);
          const inputs = [value, first, second, ...numbers, gradients[i]!];
          execute('ResourceApplyAdam', [floatType()], inputs, 0);
          parameter.assign(execute('ReadVariableOp', [floatType('dtype')], [value], 1)[0]!);
        }
      });
    },
    dispose() {
      for (const { value, first, second, nothing } of places) {
        for (const handle of [value, first, second]) execute('DestroyResourceOp', [], [handle], 0);
        tf.dispose([value, first, second, nothing]);
      }
    },
  };
}

let created = 0;

/** The handle of a variable of TensorFlow's; DestroyResourceOp frees it. */
function nativeVariable(initial: () => tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const tensor = initial();
    const { TF_ATTR_SHAPE, TF_ATTR_STRING } = nativeBackend().binding;
    const attributes: Attribute[] = [
      floatType('dtype'),
      { name: 'shape', type: TF_ATTR_SHAPE, value: tensor.shape },
      { name: 'shared_name', type: TF_ATTR_STRING, value: `adam/${created++}` },
    ];
    const [handle] = execute('VarHandleOp', attributes, [], 1);
    execute('AssignVariableOp', [floatType('dtype')], [handle!, tensor], 0);
    return handle!;
  });
}

function execute(
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly tf.Tensor[],
  outputs: number,
): tf.Tensor[] {
  return nativeBackend().executeMultipleOutputs(name, attributes, inputs, outputs);
}
