import express, { type RequestHandler } from 'express';
import type { Identities } from '../../src/auth/identities';
import { loadConfiguration } from '../../src/config/load';
import { identify } from '../../src/http/access/identify';
import { keyAuthenticator } from '../../src/http/access/key-authenticator';
import { sessionAuthenticator } from '../../src/http/access/session-authenticator';
import { showAccount } from '../../src/http/access/show-account';
import { signatureAuthenticator } from '../../src/http/access/signature-authenticator';
import { ALL_ROUTES } from '../../src/http/all-routes';
import { predict } from '../../src/http/api/predictions/predict';
import { predictQuerySchema } from '../../src/http/api/predictions/prediction-schema';
import { page } from '../../src/http/kit/answers';
import { streamedBody } from '../../src/http/kit/bodies';
import { promisedContent } from '../../src/http/kit/reading/promised-content';
import { defineRoute } from '../../src/http/kit/route';
import { mountRoutes } from '../../src/http/mount-routes';
import { memoryStores } from '../../src/http/rate-limit/rate-limit-stores';
import { rateLimits } from '../../src/http/rate-limit/rate-limits';

/** Middleware in the order in which a request meets it. */
export type Chain = RequestHandler;

/** The route of predictions, with all that stands around it, and nothing that predicts. */
const route = {
  method: predict.method,
  path: predict.path,
  subject: predict.subject,
  name: predict.name,
  scope: predict.scope,
  limit: predict.limit,
  summary: predict.summary,
  errors: predict.errors,
  // Its handler reads the body by itself.
  body: streamedBody({ form: [], files: ['image/*'] }),
  answer: page,
} as const;

/** The chain with `AUTH=off` and `RATE_LIMIT_ENABLED=false`, and a query that nobody looks at. */
export function bareChain(): Chain {
  return chainOf({
    settings: { RATE_LIMIT_ENABLED: 'false' },
    probe: defineRoute({
      ...route,
      handler:
        () =>
        ({ res }) =>
          void res.end(),
    }),
  });
}

/**
 * The chain with `AUTH=on` and the usual rate limits, but for that of predictions, which nobody shall meet. The
 * body is looked at where it was signed.
 */
export function guardedChain(
  identities: Identities,
  { countsRequests }: { readonly countsRequests: boolean },
): Chain {
  return chainOf({
    identities,
    settings: {
      RATE_LIMIT_ENABLED: String(countsRequests),
      RATE_LIMIT_PREDICT_PER_MINUTE: '1000000',
    },
    probe: defineRoute({
      ...route,
      query: predictQuerySchema,
      handler:
        () =>
        ({ req, res }) => {
          const promised = promisedContent(req);
          if (promised !== undefined) {
            promised.add(res.locals.madeUpBody ?? new Uint8Array());
            const problem = promised.problem();
            if (problem !== undefined) throw problem;
          }
          res.end();
        },
    }),
  });
}

function chainOf({
  identities,
  settings,
  probe,
}: {
  readonly identities?: Identities;
  readonly settings: Readonly<Record<string, string>>;
  readonly probe: ReturnType<typeof defineRoute<unknown>>;
}): Chain {
  const config = loadConfiguration({ NODE_ENV: 'production', ...settings });
  const limits = rateLimits({ config, rateLimitStores: memoryStores() });
  const app = express();
  app.set('query parser', 'simple');
  if (identities !== undefined) {
    const authenticators = [
      signatureAuthenticator(identities),
      keyAuthenticator(identities),
      sessionAuthenticator(identities),
    ];
    app.use(identify(authenticators, limits.wrongKey));
    app.use(showAccount(ALL_ROUTES));
  }
  mountRoutes(app, [probe], undefined, {
    access: { authenticates: identities !== undefined },
    limits,
    // A prediction is not in the audit log.
    auditLog: { record: () => Promise.reject(new Error('nothing to record')) },
    now: () => new Date(),
  });
  return app;
}
