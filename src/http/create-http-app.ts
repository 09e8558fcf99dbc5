import path from 'node:path';
import express, { type Express, type RequestHandler } from 'express';
import { allowedNetworksOnly } from './access/allowed-networks-only';
import { refuseForeignPages } from './access/foreign-pages';
import { PROGRAM_PATHS } from './access/program-paths';
import { requireActor } from './access/guard';
import { identify } from './access/identify';
import { keyAuthenticator } from './access/key-authenticator';
import { knownHostsOnly } from './access/known-hosts-only';
import { showAccount } from './access/show-account';
import { sessionAuthenticator } from './access/session-authenticator';
import { signatureAuthenticator } from './access/signature-authenticator';
import { tokenAuthenticator } from './access/token-authenticator';
import { compress } from './middleware/compress';
import { crossOrigin } from './middleware/cross-origin';
import { errorHandler, type ErrorHandlerOptions } from './middleware/error-handler';
import { noStore } from './middleware/no-store';
import { observeRequests } from './middleware/observe';
import { notFound } from './middleware/not-found';
import { requestId } from './middleware/request-id';
import { requestLog } from './middleware/request-log';
import { securityHeaders } from './middleware/security-headers';
import { rateLimits } from './rate-limit/rate-limits';
import { mountPath, mountRoutes, type MountOptions } from './mount-routes';
import type { Route } from './kit/route';
import { routeParts, type ServiceParts } from './route-parts';
import { ALL_ROUTES, API_ROUTES, OTHER_ROUTES, PREDICT_ROUTES } from './all-routes';

/** uPlot's own build: no copy of it in this repository. */
const CHARTS = path.dirname(require.resolve('uplot/dist/uPlot.iife.min.js'));

/** ONNX Runtime's smallest build for browsers, and what it loads. */
const RUNTIME_FOLDER = path.dirname(require.resolve('onnxruntime-web/wasm'));
const RUNTIME_FILES = ['ort.wasm.bundle.min.mjs', 'ort-wasm-simd-threaded.wasm'];

/** Swagger UI, which draws the reference of the API. */
const REFERENCE_FOLDER = path.dirname(require.resolve('swagger-ui-dist/swagger-ui-bundle.js'));
const REFERENCE_FILES = ['swagger-ui-bundle.js', 'swagger-ui.css'];

/** What the HTTP side of the service is given to work with. */
export type HttpAppParts = ServiceParts &
  Omit<MountOptions, 'limits'> &
  ErrorHandlerOptions & {
    /** Absolute paths. */
    readonly folders: { readonly views: string; readonly assets: string };
  };

/** Folders are nothing that is served, and hence nothing to be redirected to. */
const STATIC = { cacheControl: false, redirect: false, setHeaders: revalidate } as const;

/** The HTTP side of the service: every route, between the middleware that all of them share. */
export function createHttpApp(parts: HttpAppParts): Express {
  const { config, access } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag'); // of answers; files have theirs
  app.set('query parser', 'simple');
  app.set('trust proxy', config.TRUST_PROXY);
  app.set('view engine', 'ejs');
  app.set('views', parts.folders.views);
  app.set('view cache', config.NODE_ENV !== 'development');

  app.use(requestId(parts));
  app.use(observeRequests(parts));
  app.use(requestLog(parts));
  app.use(securityHeaders());
  app.use(allowedNetworksOnly(config.ALLOWED_NETWORKS, ALL_ROUTES));
  app.use(knownHostsOnly(access));
  app.use([...PROGRAM_PATHS], noStore(), crossOrigin(access));
  app.use(refuseForeignPages(access));
  const limits = rateLimits(parts);
  if (access.authenticates) {
    // They are asked in this order.
    const authenticators = [
      signatureAuthenticator(parts.identities),
      keyAuthenticator(parts.identities),
      ...(parts.oidc?.accessTokens === undefined
        ? []
        : [tokenAuthenticator(parts.oidc.accessTokens)]),
      sessionAuthenticator(parts.identities),
    ];
    app.use(identify(authenticators, limits.wrongKey));
    app.use(showAccount(ALL_ROUTES));
  }

  const isThere = ({ needsAuth }: Route): boolean => access.authenticates || needsAuth !== true;
  const ofRoutes = routeParts(parts, limits, API_ROUTES.filter(isThere));
  const around = { ...parts, limits };
  mountRoutes(app, PREDICT_ROUTES.filter(isThere), ofRoutes, around);
  app.use(compress());
  mountRoutes(app, OTHER_ROUTES.filter(isThere), ofRoutes, around);

  for (const limit of limits.of('default')) app.use(limit);
  app.use('/vendor/uplot', express.static(CHARTS, STATIC));
  mountFiles(app, '/vendor/onnxruntime-web', RUNTIME_FOLDER, RUNTIME_FILES);
  mountFiles(app, '/vendor/swagger-ui', REFERENCE_FOLDER, REFERENCE_FILES);
  app.use(express.static(parts.folders.assets, STATIC));
  // Whatever is mounted from here on, and whatever is not there at all, is for those who are known.
  if (access.authenticates) app.use(requireActor());
  app.use(notFound());
  app.use(errorHandler(parts));
  return app;
}

/** Mounts files of a folder, and nothing else of it. */
function mountFiles(app: Express, at: string, folder: string, files: readonly string[]): void {
  for (const file of files) {
    mountPath(app, `${at}/${file}`, [['get', [fixedFile(path.join(folder, file))]]]);
  }
}

/** One file, and nothing else of its folder. */
function fixedFile(file: string): RequestHandler {
  const options = { cacheControl: false, headers: { 'Cache-Control': 'no-cache' } };
  return (_req, res, next) => {
    res.sendFile(file, options, (error?: Error) => {
      if (error !== undefined && !res.headersSent) next(error);
    });
  };
}

/** File names carry no version, so a browser asks each time and is told 304 by the ETag. */
function revalidate(res: { setHeader(name: string, value: string): unknown }): void {
  res.setHeader('Cache-Control', 'no-cache');
}
