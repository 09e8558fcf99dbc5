import type { IRouter, RequestHandler } from 'express';
import { HttpError } from './http-error';

type Handlers = Partial<Record<'get' | 'post', readonly RequestHandler[]>>;

/**
 * Mounts what answers at one path; every other method gets a 405 that names the allowed ones.
 *
 * @example
 * resource(app, '/api/predict', { post: [limit, predict] });
 */
export function resource(router: IRouter, path: string, { get, post }: Handlers): void {
  const allowed = [...(get ? ['GET', 'HEAD'] : []), ...(post ? ['POST'] : []), 'OPTIONS'].join(
    ', ',
  );
  const route = router.route(path);
  if (get) route.get(...get);
  if (post) route.post(...post);
  route.options((_req, res) => {
    res.set('Allow', allowed).status(204).end();
  });
  route.all((req) => {
    throw new HttpError(
      'METHOD_NOT_ALLOWED',
      `${req.method} is not allowed here; use ${allowed}.`,
      {
        headers: { Allow: allowed },
      },
    );
  });
}
