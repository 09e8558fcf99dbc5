import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { packageFolder } from './package-folder';

/** Whether native TensorFlow has been installed; does not load it. */
export function isNativeInstalled(): boolean {
  const folder = packageFolder('@tensorflow/tfjs-node');
  if (folder === undefined) return false;
  const lib = path.join(folder, 'lib');
  if (!existsSync(lib)) return false;
  return readdirSync(lib).some((napi) => existsSync(path.join(lib, napi, 'tfjs_binding.node')));
}
