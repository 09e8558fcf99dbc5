import type { RequestHandler, Response } from 'express';
import type { HttpParts } from '../http-parts';
import type { HealthAnswer, LivenessAnswer, ReadinessAnswer } from '../schemas/health';

type Parts = Pick<HttpParts, 'state' | 'release' | 'startedAt' | 'now'>;

/**
 * GET /api/health: for people and for container health checks; 503 unless predictions are answered.
 */
export function health(parts: Parts): RequestHandler {
  const { state, release, now } = parts;
  return (_req, res: Response<HealthAnswer>) => {
    const { model, status, isServing } = state;
    res.status(isServing ? 200 : 503).json({
      status,
      model_loaded: model !== undefined,
      uptime_seconds: (now().getTime() - parts.startedAt.getTime()) / 1000,
      timestamp: now().toISOString(),
      version: release,
      model_version: model?.version.name ?? null,
      engine: model?.classifier.engine ?? null,
    });
  };
}

/** GET /api/health/live: restart the process when this does not answer. */
export function liveness(): RequestHandler {
  return (_req, res: Response<LivenessAnswer>) => {
    res.json({ live: true });
  };
}

/** GET /api/health/ready: send work only while this is 200. */
export function readiness({ state }: Pick<Parts, 'state'>): RequestHandler {
  return (_req, res: Response<ReadinessAnswer>) => {
    const { status } = state;
    const ready = status === 'healthy';
    const problems = state.problems.map(({ code, message }) => ({ code, message }));
    res
      .status(ready ? 200 : 503)
      .json({ ready, status, ...(status === 'degraded' ? { problems } : {}) });
  };
}
