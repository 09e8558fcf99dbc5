import type { Request } from 'express';

/** The status that nginx gives it: the client went away before the answer was sent. */
export const CLIENT_CLOSED_REQUEST = 499;
/** What the route of a request for a file of the pages is called. */
const FILE = 'file';

/** The route's pattern, never the path: it holds no ids and is safe to count by. */
export function routeOf(req: Request, status: number): string {
  const route = req.route as { readonly path: string } | undefined;
  if (route !== undefined) return req.baseUrl + route.path;
  return req.method === 'GET' && status < 400 ? FILE : 'unmatched';
}
