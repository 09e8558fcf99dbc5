import { pythonProgram } from './find-library';
import { TensorFlowInstallError } from './install-error';
import { NOT_FOUND, runProgram } from './run-program';

export const TOOLS =
  'a C++ compiler, make and Python 3 (Debian: apt-get install g++ make python3 python3-pip)';

/**
 * Looks for what compiling the binding needs, before anything large is downloaded for it.
 *
 * @throws {TensorFlowInstallError} naming what is missing
 */
export async function requireTools(folder: string, signal: AbortSignal): Promise<void> {
  for (const tool of ['make', process.env.CXX ?? 'g++']) {
    const { code } = await runProgram(tool, ['--version'], { folder, signal });
    if (code === NOT_FOUND) throw missing(tool);
  }
  if ((await pythonProgram(signal)) === undefined) throw missing('Python 3');
}

function missing(tool: string): TensorFlowInstallError {
  return new TensorFlowInstallError(`${tool} is missing: compiling needs ${TOOLS}`);
}
