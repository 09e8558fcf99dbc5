import type { IRouter, RequestHandler } from 'express';
import { HttpError } from './http-error';

const METHODS = ['get', 'post', 'patch', 'delete'] as const;

type Handlers = Partial<Record<(typeof METHODS)[number], readonly RequestHandler[]>>;

/**
 * Mounts what answers at one path; every other method gets a 405 that names the allowed ones.
 *
 * @example
 * resource(app, '/api/predict', { post: [limit, predict] });
 */
export function resource(router: IRouter, path: string, handlers: Handlers): void {
  const route = router.route(path);
  const methods: string[] = [];
  for (const method of METHODS) {
    const chain = handlers[method];
    if (chain === undefined) continue;
    route[method](...chain);
    methods.push(...(method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  }
  const allowed = [...methods, 'OPTIONS'].join(', ');
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
