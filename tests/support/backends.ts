import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { TensorFlowEngine } from '../../src/tensorflow/load-backend';

const LIB = path.join(__dirname, '../../node_modules/@tensorflow/tfjs-node/lib');

/**
 * The backends that training tests run on: native TensorFlow is optional, so it is tested where
 * it is installed; in CI it must be.
 */
export const TENSORFLOW_ENGINES: readonly TensorFlowEngine[] =
  process.env.CI === 'true' || (existsSync(LIB) && readdirSync(LIB).length > 0)
    ? ['tfjs-node', 'tfjs-wasm']
    : ['tfjs-wasm'];
