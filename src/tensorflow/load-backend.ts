import path from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { isNativeInstalled } from './native-package';
import { packageFolder } from './package-folder';

export type TensorFlowEngine = 'tfjs-node' | 'tfjs-wasm';

/** Which TensorFlow runs in this process, and why. */
export interface TensorFlow {
  readonly tf: typeof tf;
  readonly engine: TensorFlowEngine;
  /** Engine with the version of what computes: `tfjs-node (TensorFlow 2.21.0)`. */
  readonly description: string;
  /** One sentence for the log. */
  readonly reason: string;
}

/**
 * Sets up a TensorFlow.js backend: the native library where it loads, WebAssembly otherwise.
 *
 * @param only forces one of them, for tests and measurements
 * @throws {Error} when the backend asked for by `only` cannot be had
 */
export async function loadTensorFlow(only?: TensorFlowEngine): Promise<TensorFlow> {
  if (only !== 'tfjs-wasm') {
    const native = loadNative();
    if ('version' in native) {
      await tf.setBackend('tensorflow');
      return {
        tf,
        engine: 'tfjs-node',
        description: `tfjs-node (TensorFlow ${native.version})`,
        reason: 'native TensorFlow is installed',
      };
    }
    if (only === 'tfjs-node') throw new Error(native.missing, { cause: native.cause });
    await setWasmBackend();
    return {
      tf,
      engine: 'tfjs-wasm',
      description: `tfjs-wasm (TensorFlow.js ${tf.version.tfjs})`,
      reason: native.missing,
    };
  }
  await setWasmBackend();
  return {
    tf,
    engine: 'tfjs-wasm',
    description: `tfjs-wasm (TensorFlow.js ${tf.version.tfjs})`,
    reason: 'WebAssembly was asked for',
  };
}

type Native = { readonly version: string } | { readonly missing: string; readonly cause?: unknown };

function loadNative(): Native {
  const remedy = '`npm run tensorflow:install` provides it';
  if (!isNativeInstalled()) {
    return { missing: `native TensorFlow is not installed; ${remedy}` };
  }
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  restoreRemovedUtilFunctions();
  try {
    // Only require() fits: the package may be absent, and it registers its backend when it loads.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const native = require('@tensorflow/tfjs-node') as { version: Record<string, string> };
    const library = (tf.backend() as unknown as { binding: { TF_Version?: string } }).binding
      .TF_Version;
    return { version: library ?? native.version['tfjs-node'] ?? 'unknown' };
  } catch (cause) {
    return { missing: `native TensorFlow does not load; ${remedy}`, cause };
  }
}

/** tfjs-node 4.22 calls functions that Node 23 removed (tensorflow/tfjs issue 8609). */
function restoreRemovedUtilFunctions(): void {
  const functions = util as unknown as Record<string, unknown>;
  functions.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  functions.isArray ??= Array.isArray;
}

async function setWasmBackend(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const folder = packageFolder('@tensorflow/tfjs-backend-wasm');
  if (folder === undefined) throw new Error('@tensorflow/tfjs-backend-wasm is not installed');
  setWasmPaths(`${path.join(folder, 'dist')}${path.sep}`);
  await tf.setBackend('wasm');
  await tf.ready();
}
