import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TensorFlowInstallError } from './install-error';
import { reasonOfFailure, runProgram } from './run-program';

/** The installer has no time limit of its own; the library is about 100 MB. */
const TIME_LIMIT_MS = 15 * 60_000;

/**
 * Runs tfjs-node's own installer, which downloads the TensorFlow that the package was made for.
 *
 * @throws {TensorFlowInstallError} if it fails, as it does where the download is blocked
 */
export async function downloadBinding(nodePackage: string, signal: AbortSignal): Promise<void> {
  const bin = [path.join(nodePackage, 'node_modules'), path.join(nodePackage, '..', '..')];
  const programs = bin.map((folder) => path.join(folder, '.bin')).join(path.delimiter);
  const environment = {
    ...process.env,
    PATH: `${programs}${path.delimiter}${process.env.PATH ?? ''}`,
  };
  // It writes into its package.json, and leaves it changed when it fails.
  const card = path.join(nodePackage, 'package.json');
  const original = await readFile(card);
  const limit = AbortSignal.timeout(TIME_LIMIT_MS);
  try {
    const result = await runProgram(process.execPath, ['scripts/install.js', 'cpu', 'download'], {
      folder: nodePackage,
      environment,
      signal: AbortSignal.any([signal, limit]),
    });
    if (result.code === 0) return;
    throw new TensorFlowInstallError(`tfjs-node's own download fails: ${reasonOfFailure(result)}`);
  } catch (error) {
    if (!limit.aborted) throw error;
    throw new TensorFlowInstallError("tfjs-node's own download takes too long", { cause: error });
  } finally {
    await writeFile(card, original);
  }
}
