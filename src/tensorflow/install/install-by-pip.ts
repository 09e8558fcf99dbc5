import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pythonProgram } from './find-library';
import { TensorFlowInstallError } from './install-error';
import { reasonOfFailure, runProgram } from './run-program';
import { libraryIn, type TensorFlowLibrary } from './tensorflow-library';

/** The build without GPU support is there for x64 only; elsewhere the plain package has none. */
export const PIP_PACKAGE = process.arch === 'x64' ? 'tensorflow-cpu' : 'tensorflow';

/** What of the package is kept (1.1 of 1.3 GB): the headers, the libraries and the version. */
const KEPT = /^(include|libtensorflow.*)$/;

/**
 * Installs TensorFlow's Python package, without what it depends on, for the library inside it.
 *
 * @param cacheFolder gets it as `<cacheFolder>/tensorflow`
 * @throws {TensorFlowInstallError} if there is no pip, or no package for this machine to be had
 */
export async function installByPip(
  cacheFolder: string,
  signal: AbortSignal,
): Promise<TensorFlowLibrary> {
  const python = await pythonProgram(signal);
  if (python === undefined) throw new TensorFlowInstallError('Python 3 is not installed');
  const unfinished = `${cacheFolder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const args = ['-m', 'pip', 'install', '--no-deps', '--disable-pip-version-check'];
  args.push('--only-binary=:all:', '--no-compile', '--target', unfinished, PIP_PACKAGE);
  const result = await runProgram(python, args, { folder: unfinished, signal });
  if (result.code !== 0) {
    await rm(unfinished, { recursive: true, force: true });
    throw new TensorFlowInstallError(
      `pip does not install ${PIP_PACKAGE}: ${reasonOfFailure(result)}`,
    );
  }
  await keepLibrary(path.join(unfinished, 'tensorflow'));
  await rm(cacheFolder, { recursive: true, force: true });
  await rename(unfinished, cacheFolder);
  const library = libraryIn(path.join(cacheFolder, 'tensorflow'), `pip's ${PIP_PACKAGE}`);
  if (library !== undefined) return library;
  throw new TensorFlowInstallError(`pip's ${PIP_PACKAGE} has no C library for this machine`);
}

async function keepLibrary(packageFolder: string): Promise<void> {
  for (const name of await readdir(packageFolder)) {
    if (!KEPT.test(name)) await rm(path.join(packageFolder, name), { recursive: true });
  }
}
