import { existsSync } from 'node:fs';
import path from 'node:path';
import { TOOLS } from './compiler-tools';
import { TensorFlowInstallError } from './install-error';
import { reasonOfFailure, runProgram } from './run-program';

/**
 * Compiles tfjs-node's binding against the library that {@link linkLibrary} put there.
 *
 * @throws {TensorFlowInstallError} if it does not compile
 */
export async function buildBinding(nodePackage: string, signal: AbortSignal): Promise<void> {
  const nodePreGyp = require.resolve('@mapbox/node-pre-gyp/bin/node-pre-gyp', {
    paths: [nodePackage],
  });
  const environment = { ...process.env, ...nodeHeaders(), JOBS: 'max' };
  const args = [nodePreGyp, 'install', '--build-from-source'];
  const result = await runProgram(process.execPath, args, {
    folder: nodePackage,
    environment,
    signal,
  });
  if (result.code === 0) return;
  throw new TensorFlowInstallError(
    `the binding does not compile (${reasonOfFailure(result)}): it needs ${TOOLS}`,
  );
}

/** Node's own headers, where it came with them, save downloading them. */
function nodeHeaders(): NodeJS.ProcessEnv {
  const prefix = path.dirname(path.dirname(process.execPath));
  const isThere = existsSync(path.join(prefix, 'include', 'node', 'node_api.h'));
  if (!isThere || process.env.npm_config_nodedir !== undefined) return {};
  return { npm_config_nodedir: prefix };
}
