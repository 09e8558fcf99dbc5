import express from 'express';
import supertest from 'supertest';
import { requestId } from '../../src/http/middleware/request-id';
import { errorHandler } from '../../src/http/middleware/error-handler';
import { mountRoutes } from '../../src/http/mount-routes';
import type { Route } from '../../src/http/kit/route';
import { checkDeclared } from './declared-answers';
import { recordingLogger } from './recording-logger';

/**
 * Routes alone, without anything around them that is not theirs: no limits, and no questions who asks.
 *
 * @param parts what these routes need, and no more
 */
export function apiOf<Parts>(
  routes: readonly Route<Parts>[],
  parts: Parts,
): ReturnType<typeof supertest> {
  const app = express();
  app.use(requestId({ newId: () => 'a-request' }));
  mountRoutes(app, routes, parts, {
    access: { authenticates: false },
    auditLog: { record: () => Promise.resolve() },
    limits: { of: () => [] },
    now: () => new Date('2026-01-01T01:30:00Z'),
    checkAnswer: checkDeclared,
  });
  app.use(
    errorHandler({ logger: recordingLogger(), release: '1.2.3', checkAnswer: checkDeclared }),
  );
  return supertest(app);
}
