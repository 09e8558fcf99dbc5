import type { RequestHandler } from 'express';
import { backboneOperations, type BackboneOperations } from './api/backbones/backbone-operations';
import { EventStreams } from './kit/events/event-streams';
import type { HttpParts } from './http-parts';
import type { Route } from './kit/route';
import { modelComparison, type ModelComparison } from './api/models/model-comparison';
import { modelOperations, type ModelOperations } from './api/models/model-operations';
import { PredictionDesk } from './api/predictions/prediction-desk';
import { limitUploads, type SaveUpload } from './rate-limit/limit-uploads';
import { apiDescriptions, type ApiDescriptions } from './openapi/described-api';
import type { RateLimits } from './rate-limit/rate-limits';
import { pageHandlers, type PageHandlers } from './pages/page-handlers';
import { saveTrainingData } from './api/labelling/save-training-data';
import type { RetrainLimits } from './api/training/start-retraining';
import { versionCharts, type VersionCharts } from './api/models/version-charts';

/** What routes work with: what the service gives, and what several of them share. */
export interface RouteParts extends HttpParts {
  readonly streams: EventStreams;
  readonly retrainLimits: RetrainLimits;
  readonly charts: VersionCharts;
  readonly modelOperations: ModelOperations;
  readonly comparison: ModelComparison;
  readonly backboneOperations: BackboneOperations;
  readonly saveUpload: SaveUpload;
  readonly predictions: PredictionDesk;
  /** What a request with many pictures counts for besides, once it is known that it has. */
  readonly limitMany: RequestHandler;
  readonly pages: PageHandlers;
  readonly describeApi: () => ApiDescriptions;
}

/**
 * @param limits what requests count for, beside the limits of their routes
 * @param apiRoutes what the description of the API describes
 */
export function routeParts(
  parts: HttpParts,
  limits: Pick<RateLimits, 'retrain' | 'many'>,
  apiRoutes: readonly Route[],
): RouteParts {
  const { config, state } = parts;
  const streams = new EventStreams({
    max: config.MAX_EVENT_STREAMS,
    maxPerClient: config.MAX_EVENT_STREAMS_PER_CLIENT,
    stopSignal: state.stopSignal,
    stillHolds: (actor) => parts.identities.stillHolds(actor),
  });
  const shared = {
    streams,
    retrainLimits: limits.retrain,
    charts: versionCharts(),
    modelOperations: modelOperations(parts),
    comparison: modelComparison(parts),
    backboneOperations: backboneOperations(parts),
    predictions: new PredictionDesk(parts),
    limitMany: limits.many,
    saveUpload: limitUploads(saveTrainingData(parts), parts),
  };
  return {
    ...parts,
    // The service starts after its routes are made.
    get startedAt() {
      return parts.startedAt;
    },
    ...shared,
    pages: pageHandlers(parts, shared),
    describeApi: apiDescriptions(apiRoutes, parts.release),
  };
}
