import { json, Reply } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import { healthAnswerSchema, livenessAnswerSchema, readinessAnswerSchema } from './health-schema';
import type { OperationParts } from './operation-parts';

export const health = defineRoute({
  method: 'get',
  path: '/api/health',
  name: 'health',
  subject: 'operation',
  scope: 'public',
  limit: 'none',
  summary: 'How the service is, for people and for health checks of containers.',
  description: '503 unless predictions are answered.',
  answer: json(healthAnswerSchema, { others: [[503, healthAnswerSchema]] }),
  errors: [],
  handler: (parts: OperationParts) => () => {
    const { state, release, startedAt, now } = parts;
    const { model, status, isServing } = state;
    return new Reply(
      {
        status,
        model_loaded: model !== undefined,
        uptime_seconds: (now().getTime() - startedAt().getTime()) / 1000,
        timestamp: now().toISOString(),
        version: release,
        model_version: model?.version.name ?? null,
        engine: model?.classifier.engine ?? null,
      },
      { status: isServing ? 200 : 503 },
    );
  },
});

export const liveness = defineRoute({
  method: 'get',
  path: '/api/health/live',
  name: 'liveness',
  subject: 'operation',
  scope: 'public',
  limit: 'none',
  summary: 'The process answers: restart it when this does not.',
  description: 'For orchestrators.',
  answer: json(livenessAnswerSchema),
  errors: [],
  handler: () => () => ({ live: true as const }),
});

export const readiness = defineRoute({
  method: 'get',
  path: '/api/health/ready',
  name: 'readiness',
  subject: 'operation',
  scope: 'public',
  limit: 'none',
  summary: 'Send work only while this is 200.',
  description: 'For orchestrators; while it is not, `problems` says why.',
  answer: json(readinessAnswerSchema, { others: [[503, readinessAnswerSchema]] }),
  errors: [],
  handler:
    ({ state }: OperationParts) =>
    () => {
      const { status } = state;
      const ready = status === 'healthy';
      const problems = state.problems.map(({ code, message }) => ({ code, message }));
      return new Reply(
        { ready, status, ...(status === 'degraded' ? { problems } : {}) },
        { status: ready ? 200 : 503 },
      );
    },
});
