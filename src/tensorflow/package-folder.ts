import path from 'node:path';

/** Where a package is installed; undefined if it is not, which is one state of an optional one. */
export function packageFolder(name: string): string | undefined {
  try {
    return path.dirname(require.resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}
