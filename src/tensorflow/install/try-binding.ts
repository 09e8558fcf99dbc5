import { TensorFlowInstallError } from './install-error';
import { reasonOfFailure, runProgram } from './run-program';

/**
 * Loads tfjs-node in a process of its own: a library that does not fit ends the process that loads
 * it, with no exception to catch.
 *
 * @throws {TensorFlowInstallError} if it does not load
 */
export async function tryBinding(nodePackage: string, signal: AbortSignal): Promise<void> {
  const args = ['--eval', 'require(process.argv[1])', nodePackage];
  const result = await runProgram(process.execPath, args, { folder: nodePackage, signal });
  if (result.code === 0) return;
  throw new TensorFlowInstallError(
    `The TensorFlow that was installed does not load (${reasonOfFailure(result)}): set LIBTENSORFLOW_ROOT to a folder that has another one, or let training run on WebAssembly.`,
  );
}
