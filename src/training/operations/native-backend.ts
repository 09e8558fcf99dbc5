import * as tf from '@tensorflow/tfjs';

/** What the native backend offers beyond tfjs' own operations: any kernel of TensorFlow, by name. */
export interface NativeBackend {
  readonly binding: Readonly<
    Record<`TF_ATTR_${'FLOAT' | 'INT' | 'STRING' | 'BOOL' | 'TYPE' | 'SHAPE'}` | 'TF_FLOAT', number>
  >;
  /** @throws {Error} where this TensorFlow has no such kernel */
  executeMultipleOutputs(
    operation: string,
    attributes: readonly Attribute[],
    inputs: readonly tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
}

/** An attribute of a kernel, as the binding takes it. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | string | boolean | readonly number[];
}

export function isNative(): boolean {
  return tf.getBackend() === 'tensorflow';
}

/** The active backend, which must be the native one. */
export function nativeBackend(): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}

/** The attribute of a kernel that says its numbers are float32. */
export function floatType(name = 'T'): Attribute {
  const { binding } = nativeBackend();
  return { name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
}

/** The label under which TensorFlow registers oneDNN's kernels (mkl_graph_util.h). */
export function oneDnnLabel(): Attribute {
  const { binding } = nativeBackend();
  return { name: '_kernel', type: binding.TF_ATTR_STRING, value: 'MklNameChangeOp' };
}

/**
 * Whether this TensorFlow has certain kernels, tried once: builds without oneDNN lack its own.
 *
 * @param attempt runs each of them on something small
 */
export function triedOnce(attempt: () => void): () => boolean {
  let works: boolean | undefined;
  return () =>
    (works ??= tf.tidy(() => {
      try {
        attempt();
        return true;
      } catch {
        return false;
      }
    }));
}
