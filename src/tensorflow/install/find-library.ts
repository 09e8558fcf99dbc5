import path from 'node:path';
import { TensorFlowInstallError } from './install-error';
import { runProgram } from './run-program';
import { libraryIn, type TensorFlowLibrary } from './tensorflow-library';

export interface SearchOptions {
  /** LIBTENSORFLOW_ROOT: where it is set, nothing else counts. */
  readonly root: string | undefined;
  /** Where {@link installByPip} puts a package. */
  readonly cacheFolder: string;
  readonly signal: AbortSignal;
}

/** Prints the folder of the package that `import tensorflow` would load, without loading it. */
const WHERE_IS_TENSORFLOW = `
import importlib.util
spec = importlib.util.find_spec("tensorflow")
print(spec.submodule_search_locations[0] if spec else "")
`;

/**
 * Finds a TensorFlow library that is on this machine already.
 *
 * @throws {TensorFlowInstallError} if LIBTENSORFLOW_ROOT names a folder without one
 */
export async function findLibrary(options: SearchOptions): Promise<TensorFlowLibrary | undefined> {
  const { root, cacheFolder, signal } = options;
  if (root !== undefined) return libraryOfRoot(path.resolve(root));
  const python = await pythonProgram(signal);
  return (
    (python === undefined ? undefined : await libraryOfPython(python, signal)) ??
    libraryIn(path.join(cacheFolder, 'tensorflow'), 'a Python package installed here for it')
  );
}

/** The name under which Python 3 runs here. */
export async function pythonProgram(signal: AbortSignal): Promise<string | undefined> {
  for (const name of ['python3', 'python']) {
    const options = { folder: path.parse(process.cwd()).root, signal };
    const { code } = await runProgram(
      name,
      ['-c', 'import sys; assert sys.version_info[0] == 3'],
      options,
    );
    if (code === 0) return name;
  }
  return undefined;
}

function libraryOfRoot(root: string): TensorFlowLibrary {
  const library = libraryIn(root, `LIBTENSORFLOW_ROOT=${root}`);
  if (library !== undefined) return library;
  throw new TensorFlowInstallError(
    `LIBTENSORFLOW_ROOT=${root} holds no TensorFlow: it must have include/tensorflow/c/c_api.h and, in it or in lib/, libtensorflow.so.2 with libtensorflow_framework.so.2.`,
  );
}

async function libraryOfPython(
  python: string,
  signal: AbortSignal,
): Promise<TensorFlowLibrary | undefined> {
  // From the root folder, so that no folder named "tensorflow" here is taken for the package.
  const options = { folder: path.parse(process.cwd()).root, signal };
  const { code, output } = await runProgram(python, ['-c', WHERE_IS_TENSORFLOW], options);
  const folder = output.trim();
  if (code !== 0 || folder === '') return undefined;
  return libraryIn(folder, `the Python package at ${folder}`);
}
