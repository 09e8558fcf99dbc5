import type { RequestHandler, Response } from 'express';
import type { HttpParts } from '../http-parts';
import type { ModelInfoAnswer, ModelUptimeAnswer } from '../schemas/model';

/** GET /api/model/info: the version in service, how it was made and how good it is. */
export function modelInfo({ state }: Pick<HttpParts, 'state'>): RequestHandler {
  return (_req, res: Response<ModelInfoAnswer>) => {
    const { version, classifier } = state.requireModel();
    const { card } = version;
    res.json({
      version: version.name,
      engine: classifier.engine,
      precision: classifier.precision,
      engine_reason: classifier.engineReason,
      input_shape: card.input_shape,
      num_classes: card.class_names.length,
      class_names: card.class_names,
      model_summary: card.network,
      training_metadata: {
        ...card.training,
        created_at: card.created_at,
        parent: card.parent,
        metrics: card.metrics,
        temperature: card.temperature,
      },
    });
  };
}

/** GET /api/model/uptime */
export function modelUptime(parts: Pick<HttpParts, 'jobs' | 'startedAt' | 'now'>): RequestHandler {
  return async (_req, res: Response<ModelUptimeAnswer>) => {
    const { jobs, startedAt, now } = parts;
    const currentTime = now();
    const seconds = (currentTime.getTime() - startedAt.getTime()) / 1000;
    res.json({
      start_time: startedAt.toISOString(),
      current_time: currentTime.toISOString(),
      uptime_seconds: seconds,
      uptime_minutes: seconds / 60,
      uptime_hours: seconds / 3600,
      is_retraining: await jobs.isRetraining(),
    });
  };
}
