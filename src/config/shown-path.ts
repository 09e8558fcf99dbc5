import path from 'node:path';

/**
 * A path as visitors may see it: from the folder where the service runs, or, where it lies elsewhere, its
 * name alone, for where that is tells of the machine and of who runs it.
 *
 * @param given absolute, or relative to `folder`
 * @example shownPath('/srv/classifier/models', '/srv/classifier') // 'models'
 * @example shownPath('/home/ann/photos', '/srv/classifier') // '…/photos'
 */
export function shownPath(given: string, folder = process.cwd()): string {
  const relative = path.relative(folder, path.resolve(folder, given));
  if (relative === '') return '.';
  const isElsewhere = path.isAbsolute(relative) || relative.split(path.sep)[0] === '..';
  return isElsewhere ? `…/${path.basename(relative)}` : relative;
}
