import { buildBinding } from './build-binding';
import { requireTools } from './compiler-tools';
import { downloadBinding } from './download-binding';
import { findLibrary, type SearchOptions } from './find-library';
import { installByPip, PIP_PACKAGE } from './install-by-pip';
import { TensorFlowInstallError } from './install-error';
import { linkLibrary } from './link-library';
import { describeLibrary } from './tensorflow-library';

export interface InstallOptions extends SearchOptions {
  /** The folder of `@tensorflow/tfjs-node`. */
  readonly nodePackage: string;
  /** Gets a line at each step. */
  readonly say: (line: string) => void;
}

/**
 * Gives tfjs-node its TensorFlow: by a library that is here or that pip has, or else, unless
 * LIBTENSORFLOW_ROOT is set, by the package's own download.
 *
 * @throws {TensorFlowInstallError} with the reason of each way, if none works
 */
export async function installTensorFlow(options: InstallOptions): Promise<void> {
  try {
    await linkAndBuild(options);
  } catch (error) {
    if (!(error instanceof TensorFlowInstallError) || options.root !== undefined) throw error;
    options.say(`${error.message}; trying the download of @tensorflow/tfjs-node ...`);
    await downloadBinding(options.nodePackage, options.signal).catch((cause: unknown) => {
      if (!(cause instanceof TensorFlowInstallError)) throw cause;
      throw new TensorFlowInstallError(
        `No native TensorFlow to be had (${error.message}; ${cause.message}): set LIBTENSORFLOW_ROOT to a folder that has it, or let training run on WebAssembly.`,
        { cause },
      );
    });
  }
}

async function linkAndBuild(options: InstallOptions): Promise<void> {
  const { nodePackage, cacheFolder, signal, say } = options;
  await requireLinking(options);
  const found = await findLibrary(options);
  if (found === undefined) say(`Getting ${PIP_PACKAGE} by pip, about 250 MB ...`);
  const library = found ?? (await installByPip(cacheFolder, signal));
  say(`Compiling the binding to ${describeLibrary(library)} ...`);
  await linkLibrary(nodePackage, library);
  await buildBinding(nodePackage, signal);
}

/** @throws {TensorFlowInstallError} where no library can be linked, however many are here */
async function requireLinking({ nodePackage, signal }: InstallOptions): Promise<void> {
  if (process.platform !== 'linux') {
    throw new TensorFlowInstallError('a library can be linked on Linux only');
  }
  await requireTools(nodePackage, signal);
}

/**
 * What {@link installTensorFlow} tries first, to be read.
 *
 * @throws {TensorFlowInstallError} if LIBTENSORFLOW_ROOT asks for what cannot be had
 */
export async function describePlan(options: InstallOptions): Promise<string> {
  try {
    await requireLinking(options);
  } catch (error) {
    if (!(error instanceof TensorFlowInstallError) || options.root !== undefined) throw error;
    return `TensorFlow 2.9.1 or older, the download of @tensorflow/tfjs-node (${error.message})`;
  }
  const library = await findLibrary(options);
  if (library !== undefined) return describeLibrary(library);
  return `the newest TensorFlow that pip finds as ${PIP_PACKAGE}`;
}
