import type { RequestHandler } from 'express';
import type { BackboneOperations } from '../api/backbones/backbone-operations';
import type { HttpParts } from '../http-parts';
import type { ModelComparison } from '../api/models/model-comparison';
import type { ModelOperations } from '../api/models/model-operations';
import type { SaveUpload } from '../rate-limit/limit-uploads';
import type { RetrainLimits } from '../api/training/start-retraining';
import type { VersionCharts } from '../api/models/version-charts';
import { accessPages, type AccessPages } from './access';
import { alertPages, type AlertPages } from './alerts';
import { backbonePages, type BackbonePages } from './backbones';
import { dataPage, type DataPage } from './data';
import { docs } from './docs';
import { historyPages, type HistoryPages } from './history';
import { modelPages, type ModelPages } from './models';
import { overviewPage } from './overview';
import { predictPage } from './predict';
import { systemPage } from './system';
import { trainPages, type TrainPages } from './train';

/** What answers for the pages. */
export interface PageHandlers {
  readonly overview: RequestHandler;
  readonly predict: RequestHandler;
  readonly history: HistoryPages;
  readonly data: DataPage;
  readonly train: TrainPages;
  readonly models: ModelPages;
  readonly backbones: BackbonePages;
  readonly system: RequestHandler;
  readonly docs: RequestHandler;
  readonly access: AccessPages;
  readonly alerts: AlertPages;
}

/** What pages share with the API. */
export interface SharedWithApi {
  readonly retrainLimits: RetrainLimits;
  readonly charts: VersionCharts;
  readonly modelOperations: ModelOperations;
  readonly comparison: ModelComparison;
  readonly backboneOperations: BackboneOperations;
  readonly saveUpload: SaveUpload;
}

export function pageHandlers(
  parts: HttpParts,
  {
    retrainLimits,
    charts,
    modelOperations,
    comparison,
    backboneOperations,
    saveUpload,
  }: SharedWithApi,
): PageHandlers {
  const models = modelPages(parts, modelOperations, comparison, charts);
  return {
    overview: overviewPage(parts),
    predict: predictPage(parts),
    history: historyPages(parts),
    data: dataPage(parts, saveUpload),
    train: trainPages(parts, retrainLimits, charts),
    models,
    backbones: backbonePages(backboneOperations, models.render),
    system: systemPage(parts),
    docs: docs(parts),
    access: accessPages(parts),
    alerts: alertPages(parts),
  };
}
