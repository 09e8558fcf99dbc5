import {
  backboneOperations,
  type BackboneOperationsParts,
} from './api/backbones/backbone-operations';
import { LabellingDesk } from './api/labelling/labelling-desk';
import { saveTrainingData, type SaveTrainingDataParts } from './api/labelling/save-training-data';
import { modelComparison } from './api/models/model-comparison';
import { modelOperations, type ModelOperationsParts } from './api/models/model-operations';
import { versionCharts } from './api/models/version-charts';
import { PredictionDesk, type PredictionDeskParts } from './api/predictions/prediction-desk';
import { EventStreams } from './kit/events/event-streams';
import type { Route } from './kit/route';
import type { DescriptionParts } from './openapi/api-description';
import { apiDescriptions } from './openapi/described-api';
import { pageHandlers } from './pages/page-handlers';
import type { PageParts } from './pages/page-parts';
import type { PageRouteParts } from './pages/page-route';
import type { ProtocolParts } from './protocols/protocol-parts';
import { limitUploads } from './rate-limit/limit-uploads';
import type { RateLimitParts, RateLimits } from './rate-limit/rate-limits';

/** What all routes together work with; each of them takes what its subject needs. */
export type RouteParts = PageParts & PageRouteParts & ProtocolParts & DescriptionParts;

/** Made here once, and shared by routes of several subjects. */
type Shared =
  | 'backboneOperations'
  | 'charts'
  | 'comparison'
  | 'describeApi'
  | 'labelling'
  | 'limitMany'
  | 'modelOperations'
  | 'pages'
  | 'predictions'
  | 'retrainLimits'
  | 'saveUpload'
  | 'streams';

/** What the service gives the routes to work with. */
export type ServiceParts = Omit<RouteParts, Shared> &
  PredictionDeskParts &
  SaveTrainingDataParts &
  ModelOperationsParts &
  BackboneOperationsParts &
  RateLimitParts;

/**
 * @param limits what requests count for, beside the limits of their routes
 * @param apiRoutes what the description of the API describes
 */
export function routeParts(
  service: ServiceParts,
  limits: Pick<RateLimits, 'retrain' | 'many'>,
  apiRoutes: readonly Route[],
): RouteParts {
  const { config, state } = service;
  const parts = {
    ...service,
    streams: new EventStreams({
      max: config.MAX_EVENT_STREAMS,
      maxPerClient: config.MAX_EVENT_STREAMS_PER_CLIENT,
      stopSignal: state.stopSignal,
      stillHolds: (actor) => service.identities.stillHolds(actor),
    }),
    retrainLimits: limits.retrain,
    limitMany: limits.many,
    charts: versionCharts(),
    modelOperations: modelOperations(service),
    comparison: modelComparison(service),
    backboneOperations: backboneOperations(service),
    predictions: new PredictionDesk(service),
    labelling: new LabellingDesk(service.labelledData),
    saveUpload: limitUploads(saveTrainingData(service), service),
    describeApi: apiDescriptions(apiRoutes, service.release),
  };
  return { ...parts, pages: pageHandlers(parts) };
}
