import express, { type RequestHandler } from 'express';
import supertest from 'supertest';
import { VARIABLES, type VariableName } from '../../../../src/config/schema';
import { createHttpApp } from '../../../../src/http/create-http-app';
import { errorHandler } from '../../../../src/http/middleware/error-handler';
import { mountRoutes } from '../../../../src/http/mount-routes';
import type { Method } from '../../../../src/http/kit/route';
import { LIMITS, type LimitName } from '../../../../src/http/kit/limits';
import { rateLimits } from '../../../../src/http/rate-limit/rate-limits';
import { ALL_ROUTES } from '../../../../src/http/all-routes';
import { errorAnswerSchema } from '../../../../src/http/kit/errors/error-schema';
import { httpParts } from '../../../support/http-parts';

/** The routes that count for a limit of their own. */
const MOUNTED = ALL_ROUTES.filter(({ needsAuth }) => needsAuth !== true);
const ROUTE_LIMITS = MOUNTED.flatMap(({ method, path, limit }): [Method, string, LimitName][] =>
  limit === 'none' || limit === 'default' ? [] : [[method, path, limit]],
);

type Api = ReturnType<typeof supertest>;
const apiWith = (environment: Record<string, string> = {}): Api =>
  supertest(
    createHttpApp(httpParts({ environment: { RATE_LIMIT_ENABLED: 'true', ...environment } })),
  );

/** The limits alone, before routes that answer everything at once. */
function limitsAlone(environment: Record<string, string> = {}): Api {
  const app = express();
  const parts = httpParts({ environment: { RATE_LIMIT_ENABLED: 'true', ...environment } });
  const limits = rateLimits(parts);
  const answer: RequestHandler = (_req, res) => void res.json({});
  const routes = MOUNTED.map((route) => ({ ...route, handlers: () => [answer] }));
  mountRoutes(app, routes, {}, { ...parts, limits });
  app.use(...limits.of('default'), answer);
  app.use(errorHandler(parts));
  return supertest(app);
}

/** The limit that a request counts for, as its answer says. */
const limitOf = async (request: supertest.Test): Promise<string | undefined> =>
  /^"([a-z-]+)"; q=/.exec((await request).get('RateLimit-Policy') ?? '')?.[1];

const pathOf = (pattern: string): string =>
  pattern.replaceAll(/(?<!\\):\w+/g, 'x').replaceAll('\\', '');

describe('the limit of a route', () => {
  it.each(ROUTE_LIMITS)(
    '%s %s is that of %s, however the path is written',
    async (method, pattern, name) => {
      const api = limitsAlone();
      for (const path of [pathOf(pattern), `${pathOf(pattern).toUpperCase()}/`]) {
        expect(await limitOf(api[method](path))).toBe(name);
      }
    },
  );

  it.each(ROUTE_LIMITS)('%s %s belongs to a route that there is', async (method, pattern) => {
    const answer = await apiWith().options(pathOf(pattern)).expect(204);
    expect(answer.get('Allow')!.split(', ')).toContain(method.toUpperCase());
  });

  it.each([
    ['get', '/api/model/info'],
    ['get', '/api/jobs'],
    ['post', '/api/retrain'],
    ['post', '/api/upload/training-data'],
    ['get', '/api/predictions/x/image'],
    ['get', '/predict'],
    ['get', '/js/api.js'],
    ['delete', '/api/predictions/export'],
    ['get', '/nothing'],
  ] as const)('%s %s is that of everything else', async (method, path) => {
    expect(await limitOf(limitsAlone()[method](path))).toBe('default');
  });

  it.each(['/api/health', '/api/health/live', '/api/health/ready'])(
    '%s: there is none',
    async (path) => {
      const api = apiWith({ RATE_LIMIT_DEFAULT_PER_MINUTE: '1' });
      for (let i = 0; i < 3; i += 1) {
        const answer = await api.get(path).expect(200);
        expect(answer.get('RateLimit')).toBeUndefined();
      }
    },
  );

  it('reads as a HEAD as it does as a GET', async () => {
    expect(await limitOf(limitsAlone().head('/api/predictions/export'))).toBe('download');
  });
});

describe('a client over a limit', () => {
  it('is told which one, in what time, and what changes it', async () => {
    const api = apiWith({ RATE_LIMIT_DOWNLOAD_PER_MINUTE: '1' });
    await api.get('/api/predictions/export').expect(200);
    const answer = await api.get('/api/predictions/export').expect(429);
    const { code, error } = errorAnswerSchema.parse(answer.body);
    expect(code).toBe('RATE_LIMITED');
    expect(error).toMatch(
      /^More than 1 exports or downloads in a minute; try again in \d+ s\. RATE_LIMIT_DOWNLOAD_PER_MINUTE changes the limit\.$/,
    );
    expect(answer.get('RateLimit')).toMatch(/^"download"; r=0; t=\d+$/);
    // Another limit is another matter.
    await api.get('/api/jobs').expect(200);
  });
});

const OWN: [string, Record<string, string>][] = [
  ['https or localhost', { Host: 'models.lan', 'Sec-Fetch-Site': 'same-origin' }],
  ['plain http', { Host: 'models.lan', Referer: 'http://models.lan/predict' }],
  ['plain http, with a form', { Host: 'models.lan', Origin: 'http://models.lan' }],
];

describe('the service’s own pages', () => {
  it.each(OWN)('have a budget of their own over %s', async (_how, headers) => {
    const api = limitsAlone({
      RATE_LIMIT_DEFAULT_PER_MINUTE: '1',
      RATE_LIMIT_PREDICT_PER_MINUTE: '1',
    });
    for (let i = 0; i < 5; i += 1) {
      expect(await limitOf(api.get('/api/jobs').set(headers))).toBe('pages');
      expect(await limitOf(api.post('/api/predict').set(headers))).toBe('pages');
    }
    expect(await limitOf(api.get('/api/jobs'))).toBe('default');
  });

  it('meet its end too', async () => {
    const api = apiWith({ RATE_LIMIT_PAGES_PER_MINUTE: '2' });
    const ask = (): supertest.Test => api.get('/api/jobs').set('Sec-Fetch-Site', 'same-origin');
    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([
      200, 200, 429,
    ]);
  });

  it('are limited like anybody in what is dear', async () => {
    const own = { 'Sec-Fetch-Site': 'same-origin' };
    const dear = ROUTE_LIMITS.filter(([, , name]) => !('sparesOwnPages' in LIMITS[name]));
    expect(new Set(dear.map(([, , name]) => name))).toEqual(
      new Set<LimitName>(['download', 'compare', 'logs', 'promote']),
    );
    for (const [method, pattern, name] of dear) {
      expect(await limitOf(limitsAlone()[method](pathOf(pattern)).set(own))).toBe(name);
    }
  });

  it.each([
    ['of another site', { Host: 'models.lan', Referer: 'http://evil.example/' }],
    ['that are none', { Host: 'models.lan', Referer: 'nonsense' }],
  ])('are not pages %s', async (_which, headers) => {
    expect(await limitOf(limitsAlone().get('/api/jobs').set(headers))).toBe('default');
  });
});

describe('the table of limits', () => {
  it('has every variable that is a limit, and no other', () => {
    const names = Object.keys(VARIABLES) as VariableName[];
    const variables = names.filter((name) => /^RATE_LIMIT_.*_PER_/.test(name));
    expect(new Set(Object.values(LIMITS).map(({ variable }) => variable))).toEqual(
      new Set(variables),
    );
  });
});

describe('RATE_LIMIT_ENABLED=false', () => {
  it('lifts every limit', async () => {
    const api = apiWith({ RATE_LIMIT_ENABLED: 'false', RATE_LIMIT_DEFAULT_PER_MINUTE: '1' });
    for (let i = 0; i < 3; i += 1)
      expect(await limitOf(api.get('/api/jobs').expect(200))).toBeUndefined();
  });
});
