import type { Route } from '../../src/http/kit/route';

/** A path that a route answers at, where nothing is. */
export function pathOf({ path }: Pick<Route, 'path'>): string {
  return path.replace(/(?<!\\):\w+/g, 'nothing-here').replaceAll('\\:', ':');
}
