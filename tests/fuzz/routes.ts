import { createHttpApp } from '../../src/http/create-http-app';
import { httpParts } from '../support/http-parts';

/** A route of the service. */
export interface Route {
  /** With names behind colons: `/api/models/:version`. */
  readonly path: string;
  readonly methods: readonly string[];
}

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

/** Every route of the service, as its router has them. */
export function everyRoute(): Route[] {
  const app = createHttpApp(httpParts());
  const { stack } = app.router as unknown as { readonly stack: readonly Layer[] };
  return stack.flatMap(({ route }) => {
    if (route === undefined) return [];
    const methods = Object.keys(route.methods)
      .map((method) => method.toUpperCase())
      .filter((method) => ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'].includes(method));
    return [{ path: route.path, methods: methods.length === 0 ? ['GET'] : methods }];
  });
}
