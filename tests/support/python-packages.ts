import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

const CACHE = path.join(__dirname, '..', '..', 'node_modules', '.cache');

/**
 * Installs packages of Python into a folder for PYTHONPATH. They are kept, since that takes a while;
 * `npm ci` removes them.
 *
 * @param name of the folder
 * @param packages as pip takes them
 * @throws {Error} with what pip complained of
 */
export function pythonPackages(name: string, packages: readonly string[]): string {
  const folder = path.join(CACHE, name);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const unfinished = mkdtempSync(`${folder}-`);
  const { status, stderr, error } = spawnSync(
    'python3',
    [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
      ...['--only-binary=:all:', '--target', unfinished, ...packages],
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) {
    rmSync(unfinished, { recursive: true });
    throw new Error(
      `Python 3 with pip is needed (Debian: python3 python3-pip): ${error?.message ?? stderr}`,
    );
  }
  renameSync(unfinished, folder);
  return folder;
}
