import { json } from '../../kit/answers';
import { defineRoute } from '../../kit/route';
import { modelInfoAnswerSchema, modelUptimeAnswerSchema } from './model-schema';
import type { ModelParts } from './model-parts';

export const modelInfo = defineRoute({
  method: 'get',
  path: '/api/model/info',
  name: 'modelInfo',
  subject: 'models',
  scope: 'read',
  limit: 'default',
  summary: 'The version in service, how it was made and how good it is.',
  answer: json(modelInfoAnswerSchema),
  errors: ['MODEL_LOADING'],
  handler:
    ({ state }: ModelParts) =>
    () => {
      const { version, classifier } = state.requireModel();
      const { card } = version;
      return {
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
      };
    },
});

export const modelUptime = defineRoute({
  method: 'get',
  path: '/api/model/uptime',
  name: 'modelUptime',
  subject: 'operation',
  scope: 'read',
  limit: 'default',
  summary: 'Since when the service runs, and whether it retrains.',
  answer: json(modelUptimeAnswerSchema),
  errors: [],
  handler: (parts: ModelParts) => async () => {
    const { jobs, startedAt, now } = parts;
    const currentTime = now();
    const started = startedAt();
    const seconds = (currentTime.getTime() - started.getTime()) / 1000;
    return {
      start_time: started.toISOString(),
      current_time: currentTime.toISOString(),
      uptime_seconds: seconds,
      uptime_minutes: seconds / 60,
      uptime_hours: seconds / 3600,
      is_retraining: await jobs.isRetraining(),
    };
  },
});
