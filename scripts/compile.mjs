import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..');
const SOURCES = ['src', 'tsconfig.json', 'tsconfig.build.json'].map((name) =>
  path.join(ROOT, name),
);

/** What the build is for: the service's entry point. */
export const MAIN = path.join(ROOT, 'dist', 'main.js');

/** Written after a good build and only then: the compiler writes its output despite errors. */
const STAMP = path.join(ROOT, 'dist', '.built');

/**
 * How `dist` stands to the sources, by times alone; a folder's own time tells of files that were
 * added or removed.
 *
 * @returns {'missing' | 'outdated' | 'current'}
 */
export function stateOfBuild() {
  if (!existsSync(MAIN)) return 'missing';
  const builtMs = existsSync(STAMP) ? statSync(STAMP).mtimeMs : 0;
  const isNewer = (source) => existsSync(source) && newestMs(source) > builtMs;
  return SOURCES.some(isNewer) ? 'outdated' : 'current';
}

/** @returns {boolean} whether TypeScript is here; an installation for production has none */
export function canBuild() {
  return compiler() !== undefined;
}

/**
 * Compiles `src` to `dist`; what the compiler has to say goes to the console.
 *
 * @returns {boolean} whether it compiled without errors
 */
export function build() {
  const startedAt = new Date();
  const options = ['-p', path.join(ROOT, 'tsconfig.build.json')];
  const { status } = spawnSync(process.execPath, [compiler(), ...options], { stdio: 'inherit' });
  if (status !== 0) return false;
  writeFileSync(STAMP, '');
  // A source edited while the compiler ran is newer than the stamp.
  utimesSync(STAMP, startedAt, startedAt);
  return true;
}

/** @returns {string | undefined} the compiler's file */
function compiler() {
  try {
    return createRequire(import.meta.url).resolve('typescript/bin/tsc');
  } catch {
    return undefined;
  }
}

/** @param {string} file a file or folder */
function newestMs(file) {
  const stats = statSync(file);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const inside = readdirSync(file).map((name) => newestMs(path.join(file, name)));
  return Math.max(stats.mtimeMs, ...inside);
}
